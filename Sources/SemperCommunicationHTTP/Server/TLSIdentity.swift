import NIOSSL

/// The certificate chain and private key that a server shows, both in PEM.
public struct TLSIdentity: Sendable {
  let configuration: TLSConfiguration

  /// Refuses what cannot be read. TLS 1.3 only.
  public init(certificateChain: [UInt8], privateKey: [UInt8]) throws(HTTPError) {
    do {
      let chain = try NIOSSLCertificate.fromPEMBytes(certificateChain)
      let key = try NIOSSLPrivateKey(bytes: privateKey, format: .pem)
      guard !chain.isEmpty else { throw HTTPError(.certificate, "the file holds no certificate") }
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv13
      self.configuration = configuration
    } catch let error as HTTPError {
      throw error
    } catch {
      throw HTTPError(.certificate, "the certificate chain or its key is not readable PEM; check both files")
    }
  }
}

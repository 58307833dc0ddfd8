public import SemperCryptography
import SemperModel

/// A certificate with the key that signs under it, and the certificates between it and the root.
public struct SigningIdentity: Sendable {
  public let certificate: [UInt8]
  public let issuers: [[UInt8]]
  public let key: SigningKey

  public init(certificate: [UInt8], issuers: [[UInt8]], key: SigningKey) {
    self.certificate = certificate
    self.issuers = issuers
    self.key = key
  }

  var signer: CMSSigner {
    do {
      return .certificate(try IssuerAndSerial(of: certificate))
    } catch {
      preconditionFailure("our own certificate is X.509")
    }
  }
}

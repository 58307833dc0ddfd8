import SemperCryptography
import SemperModel

/// A certificate that leads to the brand's root and is of the type asked for. Only `SETTrust` makes one.
public struct SETCertificate: Sendable, Hashable {
  public let type: CertificateType
  /// This certificate first, the root last.
  let chain: [ChainCertificate]
  public let merchant: MerchantData?

  init(type: CertificateType, chain: [ChainCertificate], merchant: MerchantData?) {
    self.type = type
    self.chain = chain
    self.merchant = merchant
  }

  var leaf: ChainCertificate { chain[0] }
  /// What has to travel with it: the certificates above it without the root, which everybody has.
  var issuers: [[UInt8]] { chain.dropFirst().dropLast().map(\.der) }
  public var thumb: Thumb { Thumb(of: leaf.der) }
  /// The certificate's own name: for a cardholder a code that says nothing to who does not know the card.
  public var commonName: String? { leaf.subject.common }

  var signingKey: PublicKey? {
    switch leaf.key {
    case .signing(let key): leaf.usage == .signing ? key : nil
    case .transport: nil
    }
  }

  func hasSigned(_ data: CMSSignedData, content: [UInt8]? = nil) -> Bool {
    guard let key = signingKey, let name = try? IssuerAndSerial(of: leaf.der) else { return false }
    return data.isSigned(by: .certificate(name), key: key, content: content)
  }

  func seal(_ type: OID, _ content: [UInt8], more: [UInt8] = []) throws(CryptographyError) -> CMSEnvelope {
    guard case .transport(let key) = leaf.key, let name = try? IssuerAndSerial(of: leaf.der) else {
      throw CryptographyError(.invalidKey, "nothing can be sealed to a certificate for signatures")
    }
    return try CMSEnvelope(type, content, to: name, key: key, more: more)
  }
}

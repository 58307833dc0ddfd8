public import SemperCoding
public import SemperCryptography
import SemperModel

/// S: a structure and its signature. `content` is only to be had for a certificate that has been judged.
public struct Signed<Content: SETContent>: DERValue, Hashable {
  let data: CMSSignedData

  /// `others` are certificates that the receiver needs for what the content says.
  init(
    _ content: Content, by signer: SigningIdentity, carrying others: [[UInt8]] = []
  ) throws(CryptographyError) {
    data = try CMSSignedData(
      Content.contentType, content.derBytes, by: [(signer.signer, signer.key)],
      certificates: Array(Set([signer.certificate] + signer.issuers + others)))
  }

  /// By one who has no certificate yet.
  init(_ content: Content, by key: SigningKey) throws(CryptographyError) {
    data = try CMSSignedData(Content.contentType, content.derBytes, by: [(.holder(of: key.publicKey), key)])
  }

  public var der: DERElement { data.der }
  public init(der: DERElement) throws(CodingError) { data = try CMSSignedData(der: der) }

  /// What is claimed, before anybody's signature is checked: for finding out whose key has to be asked for.
  func claimed() throws(SETRefusal) -> Content {
    guard data.type == Content.contentType, let bytes = data.content else {
      throw SETRefusal(.contentType, "another type of content is signed here")
    }
    do {
      return try Content(derBytes: bytes)
    } catch {
      throw SETRefusal(.decoding, "the signed content cannot be read: \(error)")
    }
  }

  /// The content, if the holder of this certificate has signed it.
  func content(by certificate: SETCertificate) throws(SETRefusal) -> Content {
    let content = try claimed()
    guard certificate.hasSigned(data) else { throw SETRefusal(.signature, "the signature does not verify") }
    return content
  }

  /// The content, if this key alone has signed it, under whichever of its certificates.
  func content(byKey key: PublicKey) throws(SETRefusal) -> Content {
    let content = try claimed()
    guard data.signatures.count == 1, data.signatures.allSatisfy({ data.isSigned(by: $0.signer, key: key) }) else {
      throw SETRefusal(.signature, "the signature does not verify")
    }
    return content
  }

  /// The content, if the holder of this key has signed it.
  func content(byHolderOf key: PublicKey) throws(SETRefusal) -> Content {
    let content = try claimed()
    guard data.isSigned(by: .holder(of: key), key: key) else {
      throw SETRefusal(.signature, "the request does not prove that its sender holds the key")
    }
    return content
  }
}

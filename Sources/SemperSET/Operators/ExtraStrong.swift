public import SemperCoding
public import SemperCryptography
import SemperModel

/// EX and EXH: a structure sealed to one recipient, with something that stands inside the RSA block itself, so that it is
/// never protected by the bulk cipher alone. The block also holds the digest of the structure: each belongs to the other.
public struct ExtraStrong<Content: SETSealedContent, Secret: DERValue>: DERValue, Hashable {
  let envelope: CMSEnvelope

  init(_ content: Content, secret: Secret, to recipient: SETCertificate) throws(CryptographyError) {
    let bytes = content.derBytes
    envelope = try recipient.seal(
      Content.envelopeType, bytes, more: SemperModel.Digest(plain: bytes).bytes + secret.derBytes)
  }

  public var der: DERElement { envelope.der }
  public init(der: DERElement) throws(CodingError) { envelope = try CMSEnvelope(der: der) }

  func open(with identity: TransportIdentity) throws(SETRefusal) -> (content: Content, secret: Secret) {
    let opened = try identity.open(envelope, Content.envelopeType)
    let digest = SemperModel.Digest(plain: opened.content).bytes
    guard opened.more.count > digest.count, ConstantTime.equal(Array(opened.more.prefix(digest.count)), digest) else {
      throw SETRefusal(.envelope, "the secret in the block belongs to another content")
    }
    do {
      return (
        try Content(derBytes: opened.content), try Secret(derBytes: Array(opened.more.dropFirst(digest.count)))
      )
    } catch {
      throw SETRefusal(.decoding, "the sealed content cannot be read: \(error)")
    }
  }
}

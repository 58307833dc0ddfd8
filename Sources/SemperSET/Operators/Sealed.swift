public import SemperCoding
public import SemperCryptography

/// Enc: a structure signed by its sender and sealed to one recipient, signature and all.
public struct Sealed<Content: SETSealedContent>: DERValue, Hashable {
  let envelope: CMSEnvelope

  /// `others` are certificates that the answer will need.
  init(
    _ content: Content, from sender: SigningIdentity, carrying others: [[UInt8]] = [], to recipient: SETCertificate
  ) throws(CryptographyError) {
    let signed = try Signed(content, by: sender, carrying: others)
    envelope = try recipient.seal(Content.envelopeType, signed.derBytes)
  }

  public var der: DERElement { envelope.der }
  public init(der: DERElement) throws(CodingError) { envelope = try CMSEnvelope(der: der) }

  /// What is inside, still to be held against its sender's certificate.
  func open(with identity: TransportIdentity) throws(SETRefusal) -> Signed<Content> {
    let opened = try identity.open(envelope, Content.envelopeType)
    do {
      return try Signed(derBytes: opened.content)
    } catch {
      throw SETRefusal(.decoding, "the sealed content cannot be read: \(error)")
    }
  }
}

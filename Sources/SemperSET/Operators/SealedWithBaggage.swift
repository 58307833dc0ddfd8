public import SemperCoding
public import SemperCryptography

/// EncB: a structure signed and sealed together with the digest of something that is sealed already and travels beside it.
public struct SealedWithBaggage<Content: SETSealedContent, Baggage: DERValue>: DERValue {
  let sealed: Sealed<LinkedContent>
  let baggage: Baggage

  /// What is signed: the structure, and which baggage belongs to it.
  struct LinkedContent: SETSealedContent {
    let linked: Linked<Content>
    static var contentType: OID { Content.contentType }
    static var envelopeType: OID { Content.envelopeType }
    var der: DERElement { linked.der }
    init(_ linked: Linked<Content>) { self.linked = linked }
    init(der: DERElement) throws(CodingError) { linked = try Linked(der: der) }
  }

  init(
    _ content: Content, baggage: Baggage, from sender: SigningIdentity, carrying others: [[UInt8]] = [],
    to recipient: SETCertificate
  ) throws(CryptographyError) {
    self.baggage = baggage
    let digest = CMSDigestedData(Content.envelopeType, of: baggage.derBytes)
    sealed = try Sealed(LinkedContent(Linked(content, digest)), from: sender, carrying: others, to: recipient)
  }

  public var der: DERElement { .sequence([sealed.der, baggage.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    sealed = try fields.value()
    baggage = try fields.value()
    try fields.close()
  }

  func open(with identity: TransportIdentity) throws(SETRefusal) -> Signed<LinkedContent> {
    try sealed.open(with: identity)
  }

  /// The structure, if the holder of the certificate signed it for exactly this baggage.
  func content(_ opened: Signed<LinkedContent>, by certificate: SETCertificate) throws(SETRefusal) -> Content {
    let linked = try opened.content(by: certificate).linked
    guard linked.other == CMSDigestedData(Content.envelopeType, of: baggage.derBytes) else {
      throw SETRefusal(.baggage, "what travels beside the message is not what its sender signed for")
    }
    return linked.content
  }
}

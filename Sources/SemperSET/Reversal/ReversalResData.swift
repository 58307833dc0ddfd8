public import SemperCoding
public import SemperCryptography

/// Gateway to merchant: what became of each item.
public struct ReversalResData<Kind: ReversalKind>: SETSealedContent, Hashable {
  public let tags: RRTags
  public let items: [ReversalResItem]

  public static var contentType: OID { Kind.answerType }
  public static var envelopeType: OID { Kind.answerEnvelope }

  public var der: DERElement { .sequence([tags.der, items.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    items = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, items: [ReversalResItem]) {
    self.tags = tags
    self.items = items
  }
}

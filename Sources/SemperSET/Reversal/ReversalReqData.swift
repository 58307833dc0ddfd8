public import SemperCoding
public import SemperCryptography

/// Merchant to gateway: undo or give back, each item with its approval's token as baggage.
public struct ReversalReqData<Kind: ReversalKind>: SETSealedContent, Hashable {
  public let tags: RRTags
  public let items: [ReversalItem]

  public static var contentType: OID { Kind.requestType }
  public static var envelopeType: OID { Kind.requestEnvelope }

  public var der: DERElement { .sequence([tags.der, items.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    items = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, items: [ReversalItem]) {
    self.tags = tags
    self.items = items
  }
}

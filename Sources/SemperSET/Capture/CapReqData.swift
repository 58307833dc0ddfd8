public import SemperCoding
public import SemperCryptography

/// Merchant to gateway: pay me what was approved. Many at once, each with its token as baggage.
public struct CapReqData: SETSealedContent, Hashable {
  public let tags: RRTags
  public let thumbs: Thumbs?
  public let items: [CapItem]

  public static var contentType: OID { SETArc.contentType(26) }
  public static var envelopeType: OID { SETArc.contentType(62) }

  public var der: DERElement {
    .sequence([tags.der, thumbs?.der.implicit(0), items.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    thumbs = try fields.optional(0)
    items = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, thumbs: Thumbs? = nil, items: [CapItem]) {
    self.tags = tags
    self.thumbs = thumbs
    self.items = items
  }
}

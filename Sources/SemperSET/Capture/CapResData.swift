public import SemperCoding
public import SemperCryptography

/// Gateway to merchant: what became of each capture.
public struct CapResData: SETSealedContent, Hashable {
  public let tags: RRTags
  public let gateway: Thumb?
  public let items: [CapResItem]

  public static var contentType: OID { SETArc.contentType(28) }
  public static var envelopeType: OID { SETArc.contentType(64) }

  public var der: DERElement {
    .sequence([tags.der, gateway?.der.explicit(1), items.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    gateway = try fields.optionalExplicit(1)
    items = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, gateway: Thumb? = nil, items: [CapResItem]) {
    self.tags = tags
    self.gateway = gateway
    self.items = items
  }
}

public import SemperCoding
public import SemperCryptography

/// Merchant to gateway, signed: your certificates for key exchange, please.
public struct PCertReqData: SETContent, Hashable {
  public let tags: RRTags
  public let thumbs: Thumbs?
  public let brands: [BrandID]

  public static var contentType: OID { SETArc.contentType(38) }

  public var der: DERElement {
    .sequence([tags.der, thumbs?.der.implicit(0), brands.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    thumbs = try fields.optional(0)
    brands = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, thumbs: Thumbs? = nil, brands: [BrandID]) {
    self.tags = tags
    self.thumbs = thumbs
    self.brands = brands
  }
}

public import SemperCoding
public import SemperCryptography

/// Gateway to merchant: the batch as it stands.
public struct BatchAdminResData: SETSealedContent, Hashable {
  public let tags: RRTags
  public let batch: Int
  public let isOpen: Bool
  /// What the gateway reckons.
  public let totals: BatchTotals
  /// Whether that is what the merchant reckons, if it said so.
  public let agrees: Bool

  public static var contentType: OID { SETArc.contentType(41) }
  public static var envelopeType: OID { SETArc.contentType(75) }

  public var der: DERElement {
    .sequence([tags.der, batch.der, isOpen.der, totals.der, agrees.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    batch = try fields.value()
    isOpen = try fields.value()
    totals = try fields.value()
    agrees = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, batch: Int, isOpen: Bool, totals: BatchTotals, agrees: Bool) {
    self.tags = tags
    self.batch = batch
    self.isOpen = isOpen
    self.totals = totals
    self.agrees = agrees
  }
}

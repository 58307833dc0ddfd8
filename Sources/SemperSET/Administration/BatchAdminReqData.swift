public import SemperCoding
public import SemperCryptography

/// Merchant to gateway: open a batch, close it, or tell what it holds.
public struct BatchAdminReqData: SETSealedContent, Hashable {
  public let tags: RRTags
  public let batch: Int?
  /// Absent where only the totals are asked for.
  public let operation: BatchOperation?
  /// What the merchant reckons the batch holds, when it closes it.
  public let totals: BatchTotals?

  public static var contentType: OID { SETArc.contentType(40) }
  public static var envelopeType: OID { SETArc.contentType(74) }

  public var der: DERElement {
    .sequence([tags.der, batch?.der.implicit(0), operation?.der.implicit(2), totals?.der.implicit(5)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    batch = try fields.optional(0)
    operation = try fields.optional(2)
    totals = try fields.optional(5)
    try fields.close()
  }

  init(tags: RRTags, batch: Int? = nil, operation: BatchOperation? = nil, totals: BatchTotals? = nil) {
    self.tags = tags
    self.batch = batch
    self.operation = operation
    self.totals = totals
  }
}

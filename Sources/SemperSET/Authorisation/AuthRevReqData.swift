public import SemperCoding
public import SemperCryptography

/// Merchant to gateway: reduce the approval to this amount, or void it with nothing.
public struct AuthRevReqData: SETSealedContent, Hashable {
  public let tags: RRTags
  public let transaction: TransIDs
  /// Which approval.
  public let request: RRPID
  /// What is to stay approved.
  public let amount: CurrencyAmount
  public let extensions: MessageExtensions?

  public static var contentType: OID { SETArc.contentType(23) }
  public static var envelopeType: OID { SETArc.contentType(59) }

  public var der: DERElement {
    .sequence([tags.der, transaction.der, request.der, amount.der, extensions?.der.implicit(3)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    transaction = try fields.value()
    request = try fields.value()
    amount = try fields.value()
    extensions = try fields.optional(3)
    try fields.close()
  }

  init(
    tags: RRTags, transaction: TransIDs, request: RRPID, amount: CurrencyAmount, extensions: MessageExtensions? = nil
  ) {
    self.tags = tags
    self.transaction = transaction
    self.request = request
    self.amount = amount
    self.extensions = extensions
  }
}

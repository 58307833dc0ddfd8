public import SemperCoding
public import SemperCryptography

/// Gateway to merchant: what is approved now.
public struct AuthRevResData: SETSealedContent, Hashable {
  public let code: ReversalCode
  public let tags: RRTags
  public let transaction: TransIDs
  public let amount: CurrencyAmount
  public let extensions: MessageExtensions?

  public static var contentType: OID { SETArc.contentType(24) }
  public static var envelopeType: OID { SETArc.contentType(60) }

  public var der: DERElement {
    .sequence([code.der, tags.der, transaction.der, amount.der, extensions?.der.implicit(3)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    code = try fields.value()
    tags = try fields.value()
    transaction = try fields.value()
    amount = try fields.value()
    extensions = try fields.optional(3)
    try fields.close()
  }

  init(
    code: ReversalCode, tags: RRTags, transaction: TransIDs, amount: CurrencyAmount,
    extensions: MessageExtensions? = nil
  ) {
    self.code = code
    self.tags = tags
    self.transaction = transaction
    self.amount = amount
    self.extensions = extensions
  }
}

public import SemperCoding
public import SemperCryptography

/// What the merchant asks approval for.
public struct AuthReqPayload: DERValue, Hashable {
  /// Whether more requests will follow for the same purchase.
  public let isSplit: Bool
  public let amount: CurrencyAmount
  /// The merchant's category (ISO 18245), for the issuer.
  public let category: NumericText
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([isSplit.der, amount.der, category.der, extensions?.der.implicit(9)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    isSplit = try fields.value()
    amount = try fields.value()
    category = try fields.value()
    extensions = try fields.optional(9)
    try fields.close()
  }

  init(isSplit: Bool, amount: CurrencyAmount, category: NumericText, extensions: MessageExtensions? = nil) {
    self.isSplit = isSplit
    self.amount = amount
    self.category = category
    self.extensions = extensions
  }
}

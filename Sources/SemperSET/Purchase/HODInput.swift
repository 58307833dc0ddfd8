public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What cardholder and merchant each digest for themselves: the order's text, the amount, and a salt that keeps others from
/// guessing either. The order itself travels outside SET.
public struct HODInput: SETContent, Hashable {
  /// The order's text as both have it; in a deal, the digest of the contract.
  public let order: ByteString
  public let amount: CurrencyAmount
  public let salt: Salt

  public static var contentType: OID { SETArc.contentType(7) }

  public var der: DERElement {
    .sequence([order.der, amount.der, salt.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    order = try fields.value()
    amount = try fields.value()
    salt = try fields.value()
    try fields.close()
  }

  init(order: ByteString, amount: CurrencyAmount, salt: Salt) {
    self.order = order
    self.amount = amount
    self.salt = salt
  }
}

public import SemperCoding
public import SemperCryptography

/// What of the order the payment instructions repeat: its digest and the amount.
public struct PIInputs: DERValue, Hashable {
  public let orderDigest: CMSDigestedData
  public let amount: CurrencyAmount

  public var der: DERElement {
    .sequence([orderDigest.der, amount.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    orderDigest = try fields.value()
    amount = try fields.value()
    try fields.close()
  }

  init(orderDigest: CMSDigestedData, amount: CurrencyAmount) {
    self.orderDigest = orderDigest
    self.amount = amount
  }
}

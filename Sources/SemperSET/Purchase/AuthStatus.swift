public import SemperCoding
public import SemperCryptography
public import SemperModel

/// That the payment was approved, when and for how much.
public struct AuthStatus: DERValue, Hashable {
  public let date: Timestamp
  public let code: AuthorisationCode
  public let amount: CurrencyAmount

  public var der: DERElement {
    .sequence([date.der, code.der, amount.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    date = try fields.value()
    code = try fields.value()
    amount = try fields.value()
    try fields.close()
  }

  init(date: Timestamp, code: AuthorisationCode, amount: CurrencyAmount) {
    self.date = date
    self.code = code
    self.amount = amount
  }
}

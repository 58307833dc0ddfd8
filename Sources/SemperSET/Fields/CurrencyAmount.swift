public import SemperCoding
public import SemperCryptography
public import SemperModel

/// An amount as SET writes it: the number of the currency in ISO 4217, an integer, and the power of ten it is counted in.
public struct CurrencyAmount: DERValue, Hashable {
  private static let numbers = [
    "EUR": 978, "USD": 840, "GBP": 826, "CHF": 756, "SEK": 752, "DKK": 208, "NOK": 578, "PLN": 985, "JPY": 392,
  ]

  public let money: Money

  /// - Precondition: the amount is not negative.
  public init(_ money: Money) {
    precondition(money.minorUnits >= 0)
    self.money = money
  }

  public var der: DERElement {
    guard let number = Self.numbers[money.currency.code] else { preconditionFailure("\(money.currency) has no number") }
    return .sequence([number.der, money.minorUnits.der, (-money.currency.exponent).der])
  }

  /// Refuses a currency that is not handled here, another power of ten than the currency's, and a negative amount.
  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    let number: Int = try fields.value()
    let units: Int64 = try fields.value()
    let power: Int = try fields.value()
    try fields.close()
    guard let code = Self.numbers.first(where: { $0.value == number })?.key else {
      throw CodingError(.outOfRange, "the currency \(number) is not handled here")
    }
    let currency = try Currency(code: code)
    guard power == -currency.exponent, (0...DecodingLimits.widestInteger).contains(units) else {
      throw CodingError(.outOfRange, "an amount is a whole number of the currency's smallest unit")
    }
    money = Money(minorUnits: units, currency)
  }
}

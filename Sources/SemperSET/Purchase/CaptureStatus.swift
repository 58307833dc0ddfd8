public import SemperCoding
public import SemperCryptography
public import SemperModel

/// That money was captured or credited, when and how much.
public struct CaptureStatus: DERValue, Hashable {
  public let date: Timestamp
  public let code: CaptureCode
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

  init(date: Timestamp, code: CaptureCode, amount: CurrencyAmount) {
    self.date = date
    self.code = code
    self.amount = amount
  }
}

public import SemperCoding
public import SemperCryptography

/// What a batch holds.
public struct BatchTotals: DERValue, Hashable {
  public let captures: Int
  public let captured: CurrencyAmount
  public let credits: Int
  public let credited: CurrencyAmount

  public var der: DERElement {
    .sequence([captures.der, captured.der, credits.der, credited.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    captures = try fields.value()
    captured = try fields.value()
    credits = try fields.value()
    credited = try fields.value()
    try fields.close()
  }

  init(captures: Int, captured: CurrencyAmount, credits: Int, credited: CurrencyAmount) {
    self.captures = captures
    self.captured = captured
    self.credits = credits
    self.credited = credited
  }
}

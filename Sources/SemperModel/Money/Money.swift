public import SemperCoding

/// An amount of money in whole minor units (cents) of one currency.
///
/// Arithmetic is checked: an overflow or two currencies in one sum give `nil`, never a wrong amount. Amounts are never
/// floating point. Negative amounts exist in ledgers only; `init(json:)` refuses them.
/// Written `{"amount":"12.00","currency":"EUR"}`.
public struct Money: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let minorUnits: Int64
  public let currency: Currency

  public init(minorUnits: Int64, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// From a decimal text with exactly the digits that the currency has: `12.00` for EUR.
  public init(_ text: String, _ currency: Currency) throws(CodingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    let digits = parts[0] + fraction
    guard parts.count == (currency.exponent == 0 ? 1 : 2), fraction.count == currency.exponent,
      !parts[0].isEmpty, parts[0] == "0" || parts[0].first != "0",
      digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let units = Int64(digits), units <= DecodingLimits.widestInteger
    else {
      throw CodingError(.wrongForm, "an amount in \(currency) is written with \(currency.exponent) decimals")
    }
    self.init(minorUnits: units, currency)
  }

  public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency) }

  /// The sum, or `nil` when the currencies differ or the sum is out of range.
  public func adding(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    return overflow ? nil : Money(minorUnits: sum, currency)
  }

  /// The difference, or `nil` when the currencies differ or it would be out of range.
  public func subtracting(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
    return overflow ? nil : Money(minorUnits: difference, currency)
  }

  /// The decimal text without the currency, such as `12.00` or `-0.05`.
  public var decimal: String {
    let digits = String(minorUnits.magnitude)
    let sign = minorUnits < 0 ? "-" : ""
    guard currency.exponent > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, currency.exponent + 1 - digits.count)) + digits
    return sign + padded.dropLast(currency.exponent) + "." + padded.suffix(currency.exponent)
  }

  public var description: String { "\(decimal) \(currency)" }
  public var json: JSON { .fields(["amount": decimal.json, "currency": currency.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(fields.value("amount"), fields.value("currency"))
    try fields.close()
  }
}

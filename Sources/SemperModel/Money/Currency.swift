public import SemperCoding

/// A currency by its ISO 4217 code, with the number of decimal digits its amounts carry.
public struct Currency: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let code: String
  public let exponent: Int

  private init(_ code: String, _ exponent: Int) {
    self.code = code
    self.exponent = exponent
  }

  public static let euro = Currency("EUR", 2)
  private static let known = [
    euro, Currency("USD", 2), Currency("GBP", 2), Currency("CHF", 2), Currency("SEK", 2),
    Currency("DKK", 2), Currency("NOK", 2), Currency("PLN", 2), Currency("JPY", 0),
  ]

  /// Refuses a code that is not in the list of currencies handled here.
  public init(code: String) throws(CodingError) {
    guard let found = Self.known.first(where: { $0.code.isSameText(as: code) }) else {
      throw CodingError(.outOfRange, "the currency “\(code.prefix(8))” is not handled here")
    }
    self = found
  }

  public var description: String { code }
  public var json: JSON { .string(code) }
  public init(json: JSON) throws(CodingError) { try self.init(code: String(json: json)) }
}

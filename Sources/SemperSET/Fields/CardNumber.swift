public import SemperCoding
public import SemperCryptography

/// A primary account number (ISO/IEC 7812): 8 to 19 digits with a valid check digit. No description shows it.
public struct CardNumber: DERValue, Hashable {
  let digits: String

  /// Refuses other characters, other lengths and a wrong check digit.
  public init(_ digits: String) throws(CodingError) {
    let values = digits.utf8.map { Int($0) - 0x30 }
    guard (8...19).contains(values.count), values.allSatisfy({ (0...9).contains($0) }), Self.luhn(values) else {
      throw CodingError(.wrongForm, "this is not a card number")
    }
    self.digits = digits
  }

  private static func luhn(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      guard digit.offset % 2 == 1 else { return sum + digit.element }
      let doubled = digit.element * 2
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }

  /// A card number of a test range: `9999 99`, which ISO/IEC 7812 leaves to national use and no network routes.
  public static func test(_ number: Int) -> CardNumber {
    precondition((0..<1_000_000_000).contains(number))
    let text = String(number)
    let body = "999999" + String(repeating: "0", count: 9 - text.count) + text
    for check in 0...9 { if let found = try? CardNumber(body + String(check)) { return found } }
    preconditionFailure("one of ten check digits is right")
  }

  public static var derTag: DERTag { .numericString }
  public var der: DERElement { DERElement(.numericString, .primitive(Array(digits.utf8))) }
  public init(der: DERElement) throws(CodingError) { try self.init(NumericText(der: der).text) }
}

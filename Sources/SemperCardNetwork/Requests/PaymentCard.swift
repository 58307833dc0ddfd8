public import SemperCoding
public import SemperCryptography

/// A card as a message names it: its number (element 2) and the last month in which it is good (element 14, `YYMM`). No
/// description shows the number.
public struct PaymentCard: Hashable, Sendable, CanonicalValue, Discreet {
  public let number: String
  public let expiry: String

  /// Refuses a number of other than 12 to 19 digits or with a wrong check digit (ISO/IEC 7812), and a month that is none.
  public init(number: String, expiry: String) throws(CodingError) {
    guard (12...19).contains(number.utf8.count), FieldFormat("n..19").allows(number.utf8), Self.isChecked(number) else {
      throw CodingError(.wrongForm, "this is no card number")
    }
    guard expiry.utf8.count == 4, FieldFormat("n4").allows(expiry.utf8), let month = Int(expiry.suffix(2)),
      (1...12).contains(month)
    else { throw CodingError(.wrongForm, "an expiry is written YYMM") }
    self.number = number
    self.expiry = expiry
  }

  /// A number of the test range `999999`, which ISO/IEC 7812 leaves to national use and no network routes.
  public static func test(_ number: Int, expiry: String) throws(CodingError) -> PaymentCard {
    let digits = String(number)
    let body = "999999" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    for check in 0...9 where isChecked(body + String(check)) {
      return try PaymentCard(number: body + String(check), expiry: expiry)
    }
    throw CodingError(.outOfRange, "a test card is numbered with at most nine digits")
  }

  private static func isChecked(_ number: String) -> Bool {
    let sum = number.utf8.reversed().enumerated().reduce(0) { sum, place in
      let digit = Int(place.element) - Int(UInt8(ascii: "0"))
      guard place.offset % 2 == 1 else { return sum + digit }
      return sum + (digit > 4 ? 2 * digit - 9 : 2 * digit)
    }
    return sum % 10 == 0
  }

  public var description: String { "a card ending in \(number.suffix(4))" }
  public var json: JSON { .fields(["expiry": expiry.json, "number": number.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(number: try fields.value("number"), expiry: try fields.value("expiry"))
    try fields.close()
  }
}

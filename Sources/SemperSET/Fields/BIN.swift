public import SemperCoding
public import SemperCryptography

/// Which issuers' cards: six digits of a card number in SET, here the class of issuer ranges that the brand gives, which says
/// less; empty where nothing has to be said.
public struct BIN: DERValue, Hashable {
  public let digits: String

  /// Refuses anything but nothing or six digits.
  public init(_ digits: String) throws(CodingError) {
    guard digits.isEmpty || digits.utf8.count == 6 else {
      throw CodingError(.wrongForm, "a BIN has six digits or none")
    }
    self.digits = try NumericText(digits).text
  }

  public static var derTag: DERTag { .numericString }
  public var der: DERElement { DERElement(.numericString, .primitive(Array(digits.utf8))) }
  public init(der: DERElement) throws(CodingError) { try self.init(NumericText(der: der).text) }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The last month of a card, as six digits: `203012`.
public struct CardExpiry: DERValue, Hashable {
  let digits: String

  public init(_ digits: String) throws(CodingError) {
    _ = try NumericText(digits)
    guard digits.utf8.count == 6, let month = Int(digits.suffix(2)), (1...12).contains(month) else {
      throw CodingError(.wrongForm, "an expiry is written as year and month: 203012")
    }
    self.digits = digits
  }

  /// Whether the card is still good in the month of this time.
  public func covers(_ time: Timestamp) -> Bool {
    let text = time.description.utf8.prefix(7).filter { $0 != UInt8(ascii: "-") }
    return String(decoding: text, as: UTF8.self) <= digits
  }

  public static var derTag: DERTag { .numericString }
  public var der: DERElement { DERElement(.numericString, .primitive(Array(digits.utf8))) }
  public init(der: DERElement) throws(CodingError) { try self.init(NumericText(der: der).text) }
}

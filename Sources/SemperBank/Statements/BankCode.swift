public import SemperCoding
public import SemperModel

/// A bank by four letters, which stand in its BIC and in the IBANs of its accounts. The country is `XX`, which ISO 3166 leaves to
/// private use, and the location ends in `0`, as in BICs that are for tests: no real bank can be meant.
public struct BankCode: Hashable, Sendable, Comparable, CanonicalValue, CustomStringConvertible {
  private static let rest = "XXT0"
  public let letters: String

  /// Refuses anything but four of `A` to `Z`.
  public init(_ letters: String) throws(CodingError) {
    guard letters.utf8.count == 4, letters.utf8.allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }) else {
      throw CodingError(.wrongForm, "a bank is named by four capital letters")
    }
    self.letters = letters
  }

  /// The four letters of a bank that nobody has given any, from its key.
  public init(of bank: Thumbprint) {
    letters = String(decoding: bank.bytes.prefix(4).map { UInt8(ascii: "A") + $0 % 26 }, as: UTF8.self)
  }

  public init(bic: String) throws(CodingError) {
    guard bic.utf8.count == 8, bic.hasSuffix(Self.rest) else {
      throw CodingError(.wrongForm, "a BIC of this system is four letters and \(Self.rest)")
    }
    try self.init(String(bic.prefix(4)))
  }

  public var bic: String { letters + Self.rest }
  public static func < (left: BankCode, right: BankCode) -> Bool { left.letters < right.letters }
  public var description: String { letters }
  public var json: JSON { .string(letters) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}

public import SemperCoding

/// A name that software compares, such as the document kind `receipt` or the payment brand `ecash`: 1 to 40 characters
/// of `a-z`, `0-9` and `-`, so that two names that look alike are the same.
public struct Designation: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static let longest = 40
  public let text: String

  public init(_ text: String) throws(CodingError) {
    guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy(Self.isPlain) else {
      throw CodingError(.wrongForm, "a designation has 1 to \(Self.longest) characters of a-z, 0-9 and -")
    }
    self.text = text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "-")
  }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}

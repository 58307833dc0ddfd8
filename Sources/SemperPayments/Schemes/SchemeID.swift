public import SemperCoding

/// The name of a payment system and the version of its protocol, such as `ecash/1` or `set/2`.
///
/// Two sides can pay each other only when both know the same scheme: another version is another scheme.
public struct SchemeID: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let name: String
  public let version: Int

  /// Refuses anything but `name/version`: 1 to 32 of `a-z`, `0-9` and `-`, then a number from 1 to 999.
  public init(text: String) throws(CodingError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...32).contains(parts[0].utf8.count), parts[0].utf8.allSatisfy(Self.isInName),
      let version = Int(parts[1]), (1...999).contains(version), String(version) == parts[1]
    else { throw CodingError(.wrongForm, "a payment scheme is written name/version, such as ecash/1") }
    name = String(parts[0])
    self.version = version
  }

  /// A scheme that the program itself names; another form is a bug.
  public init(_ name: String, _ version: Int) {
    do {
      try self.init(text: "\(name)/\(version)")
    } catch {
      preconditionFailure("“\(name)/\(version)” is no scheme: \(error)")
    }
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "-")
  }

  public var description: String { "\(name)/\(version)" }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}

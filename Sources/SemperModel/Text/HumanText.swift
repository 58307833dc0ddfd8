import Foundation
public import SemperCoding

/// Text that a person will read on a trusted display: NFC, at most so many characters, and free of control and
/// bidirectional-override characters that could make it read as something else.
public struct HumanText: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static let longest = 2_000
  public let text: String

  public init(_ text: String) throws(CodingError) {
    guard text.unicodeScalars.count <= Self.longest else {
      throw CodingError(.tooLarge, "a text for people has at most \(Self.longest) characters")
    }
    guard text.unicodeScalars.allSatisfy(Self.isShown) else {
      throw CodingError(.outOfRange, "a text for people has no control or direction-override characters")
    }
    guard text.precomposedStringWithCanonicalMapping.isSameText(as: text) else {
      throw CodingError(.notCanonical, "a text for people is in Unicode form NFC")
    }
    self.text = text
  }

  /// Any text as it may be shown in one line: a line break is a space, and every other character that shows nothing or moves
  /// what is shown stands as �. For texts from outside that are no `HumanText`, such as a refusal's detail.
  public static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0 == "\n" ? " " : isShown($0) ? $0 : "\u{FFFD}" }))
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: true
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
    default: true
    }
  }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// What a service's terms mean in law, in one language: plain text in lines, nothing that a display would interpret.
public struct LegalText: Hashable, Sendable, CanonicalValue {
  /// In bytes of UTF-8.
  public static let longest = 64 << 10

  public let text: String

  /// Refuses an empty or longer text, and lines that are no `HumanText`.
  public init(_ text: String) throws(CodingError) {
    guard (1...Self.longest).contains(text.utf8.count) else {
      throw CodingError(.tooLarge, "a legal text has 1 to \(Self.longest) bytes")
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { _ = try HumanText(String(line)) }
    self.text = text
  }

  /// By this the terms name it.
  public var digest: Digest { Digest(of: Array(text.utf8), for: .legalText) }

  public static func == (left: LegalText, right: LegalText) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}

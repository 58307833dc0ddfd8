public import SemperCoding

/// The language of a text for people, as a tag of RFC 5646 such as `de` or `pt-BR`.
public struct LanguageTag: Hashable, Sendable, Comparable, CanonicalValue, CustomStringConvertible {
  public let text: String

  /// Refuses what is not a primary language of two or three small letters, with at most three subtags.
  public init(_ text: String) throws(CodingError) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count), (2...3).contains(parts[0].utf8.count),
      parts[0].utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }),
      parts.dropFirst().allSatisfy({ (2...8).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isPart) })
    else { throw CodingError(.wrongForm, "a language is written as in de or pt-BR") }
    self.text = text
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  public static func < (left: LanguageTag, right: LanguageTag) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }

  static let most = 32

  /// One value for each language, as an object whose members are languages.
  package static func json<Value: CanonicalValue>(of values: [LanguageTag: Value]) -> JSON {
    .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value.json) }))
  }

  package static func values<Value: CanonicalValue>(
    in json: JSON, of type: Value.Type = Value.self
  ) throws(CodingError) -> [LanguageTag: Value] {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    guard object.members.count <= most else {
      throw CodingError(.tooMany, "there are at most \(most) languages")
    }
    var values = [LanguageTag: Value]()
    for member in object.members {
      do { values[try LanguageTag(member.name)] = try Value(json: member.value) } catch {
        throw error.inside(member.name)
      }
    }
    return values
  }
}

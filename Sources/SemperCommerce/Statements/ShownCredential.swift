public import SemperCoding

/// A credential that one side shows because the terms ask for it, with its holder's word to the other side.
public struct ShownCredential: Hashable, Sendable, CanonicalValue {
  static let most = 16
  static let longest = 16 << 10

  /// What the terms call it, such as `membership`.
  public let type: String
  public let shown: String

  public init(type: String, shown: String) {
    self.type = type
    self.shown = shown
  }

  public var json: JSON { .fields(["shown": shown.json, "type": type.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    shown = try fields.value("shown")
    type = try fields.value("type")
    try fields.close()
    guard shown.utf8.count <= Self.longest else {
      throw CodingError(.tooLarge, "what is shown has at most \(Self.longest) bytes").inside("shown")
    }
  }

  /// Those of a statement; none where it has no such member.
  static func all(_ fields: inout ObjectReader) throws(CodingError) -> [ShownCredential] {
    let all: [ShownCredential] = try fields.optional("shown") ?? []
    guard all.count <= most, Set(all.map(\.type)).count == all.count else {
      throw CodingError(.tooMany, "at most \(most) credentials are shown, one of each type").inside("shown")
    }
    return all
  }
}

public import SemperCoding
public import SemperModel

/// What people read of a service in one language: titles of the service, its states, items, fields, options and ends, by keys such
/// as `state.paying`. They are part of what is signed, so that a seller cannot draw the screens on which people decide.
public struct DisplayTexts: Hashable, Sendable, CanonicalValue {
  static let mostTexts = 1_024

  public let language: String
  public let texts: [Entry]

  public struct Entry: Hashable, Sendable {
    public let key: String
    public let text: HumanText
  }

  public init(language: String, texts: [Entry]) {
    self.language = language
    self.texts = texts
  }

  public subscript(_ key: String) -> HumanText? { texts.first { $0.key.isSameText(as: key) }?.text }

  public var json: JSON { .object(JSONObject(texts.map { ($0.key, $0.text.json) })) }

  public init(json: JSON) throws(CodingError) { try self.init(language: "", json: json) }

  init(language: String, json: JSON) throws(CodingError) {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    guard object.members.count <= Self.mostTexts else { throw CodingError(.tooMany, "at most \(Self.mostTexts) texts") }
    var texts = [Entry]()
    for member in object.members {
      do { texts.append(Entry(key: member.name, text: try HumanText(json: member.value))) } catch {
        throw error.inside(member.name)
      }
    }
    self.init(language: language, texts: texts)
  }
}

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

  /// These of its texts; `nil` where it has none of them.
  public func only(_ keys: [String]) -> DisplayTexts? {
    let wanted = Set(keys)
    let texts = texts.filter { wanted.contains($0.key) }
    return texts.isEmpty ? nil : DisplayTexts(language: language, texts: texts)
  }

  /// The same in several languages, as an object with one member for each.
  public static func languages(_ json: JSON?) throws(CodingError) -> [DisplayTexts] {
    guard let json else { return [] }
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    var all = [DisplayTexts]()
    for member in object.members {
      do { all.append(try DisplayTexts(language: member.name, json: member.value)) } catch {
        throw error.inside(member.name)
      }
    }
    return all
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

extension [DisplayTexts] {
  /// Those in this language; where the service does not speak it, those in its first. `nil` where it says nothing at all.
  public func spoken(in language: String) -> DisplayTexts? { first { $0.language == language } ?? first }
}

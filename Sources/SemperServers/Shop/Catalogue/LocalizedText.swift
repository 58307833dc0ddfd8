import SemperCoding
import SemperModel
import SemperTrustedUI

/// One text in several languages, by language tag; English is always there.
struct LocalizedText: Hashable, CanonicalValue {
  private let texts: [String: HumanText]

  subscript(language: Language) -> HumanText { self[language.rawValue] }

  /// The text in a language, else in English.
  subscript(language: String) -> HumanText {
    guard let text = texts[language] ?? texts["en"] else { preconditionFailure("English is always there") }
    return text
  }

  /// The tag of the language that the text for this language is really in.
  func language(for wanted: String) -> String { texts[wanted] == nil ? "en" : wanted }

  var json: JSON { .object(JSONObject(texts.map { ($0.key, $0.value.json) })) }

  init(json: JSON) throws(CodingError) {
    guard case .object(let object) = json, object.members.count <= 50 else {
      throw CodingError(.wrongType, "a text in several languages is an object, such as {\"en\":\"…\"}")
    }
    var texts: [String: HumanText] = [:]
    for member in object.members { texts[member.name] = try HumanText(json: member.value) }
    guard texts["en"] != nil else { throw CodingError(.missing, "the text has no English version") }
    self.texts = texts
  }
}

public import Foundation
import SemperCoding

/// The words of a program in one language, read from the file `en.json`, `de.json` or `el.json` of its folder of texts.
///
/// A text that is missing shows its name in ⟨brackets⟩ and never another language; tests look for that.
public struct Texts: Sendable {
  public let language: Language
  public let words: [String: String]

  /// Throws `TextsError` when the file is missing or is not one JSON object of strings.
  public init(_ language: Language, in directory: URL) throws(TextsError) {
    self.language = language
    let file = directory.appending(path: "\(language.rawValue).json")
    do {
      let object = try CanonicalJSON.parse(Array(Data(contentsOf: file))).object
      var words: [String: String] = [:]
      for member in object?.members ?? [] { words[member.name] = try String(json: member.value) }
      self.words = words
    } catch {
      throw TextsError(
        message: "the texts \(file.path) cannot be read, install the program with its resources: \(error)")
    }
  }

  /// A text with its parts in braces filled in, in one pass: a part that comes from outside cannot bring in another.
  public func text(_ name: String, _ parts: [String: String] = [:]) -> String {
    guard let text = words[name] else { return "⟨\(name)⟩" }
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      filled += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}"),
        let part = parts[String(rest[rest.index(after: open)..<close])]
      else {
        filled.append(rest.removeFirst())
        continue
      }
      filled += part
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// The text of a name that the compiler knows.
  public func callAsFunction<Name: RawRepresentable<String>>(
    _ name: Name, _ parts: [String: String] = [:]
  ) -> String { text(name.rawValue, parts) }

  /// So many of something: the texts `name.one` and `name.many`, whose part is `{count}`. All three languages have these two
  /// forms for whole numbers (CLDR, plural rules).
  public func count(_ number: Int64, _ name: String, _ parts: [String: String] = [:]) -> String {
    let form = number == 1 ? "\(name).one" : "\(name).many"
    return text(form, parts.merging(["count": self.number(number)]) { $1 })
  }
}

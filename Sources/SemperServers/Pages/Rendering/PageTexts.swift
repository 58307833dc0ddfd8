import Foundation
import SemperCoding
import SemperModel

/// The words of the pages in one language, with the ways to write money, sizes and durations in it.
struct PageTexts: Sendable {
  let language: PageLanguage
  let words: [String: String]

  init(_ language: PageLanguage, in directory: URL) throws {
    self.language = language
    let file = directory.appending(path: "\(language.rawValue).json")
    do {
      let object = try CanonicalJSON.parse(Array(Data(contentsOf: file))).object
      var words: [String: String] = [:]
      for member in object?.members ?? [] { words[member.name] = try String(json: member.value) }
      self.words = words
    } catch {
      throw ServerError(.resource, "the texts \(file.lastPathComponent) cannot be read: \(error)")
    }
  }

  /// A text with its parts in braces filled in. A text that is missing shows its name, which a test looks for.
  func text(_ name: String, _ parts: KeyValuePairs<String, String> = [:]) -> String {
    var text = words[name] ?? "⟨\(name)⟩"
    for (part, value) in parts { text = text.replacingOccurrences(of: "{\(part)}", with: value) }
    return text
  }

  func price(_ money: Money) -> String {
    let sign = money.currency == .euro ? "€" : money.currency.description
    switch language {
    case .english: return sign + money.decimal
    case .german, .greek: return money.decimal.replacingOccurrences(of: ".", with: ",") + "\u{A0}" + sign
    }
  }

  /// In decimal units, with one digit after the point below ten.
  func size(_ bytes: Int64) -> String {
    var value = Double(bytes)
    var units = ["B", "kB", "MB", "GB", "TB"][...]
    while value >= 1000, units.count > 1 {
      value /= 1000
      units = units.dropFirst()
    }
    let digits = bytes >= 1000 && value < 9.95 ? 1 : 0
    let number = String(format: "%.\(digits)f", value)
    let point = language == .english ? number : number.replacingOccurrences(of: ".", with: ",")
    return point + "\u{A0}" + (units.first ?? "B")
  }

  func duration(_ span: Span) -> String {
    let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
    let (length, name) = units.first { span.seconds >= $0.0 && span.seconds % $0.0 == 0 } ?? (1, "second")
    let count = span.seconds / length
    return text(count == 1 ? "\(name).one" : "\(name).many", ["count": String(count)])
  }
}

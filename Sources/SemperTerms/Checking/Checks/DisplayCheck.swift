import Foundation
import SemperModel

/// T13: what people read is complete in each language, short, and honest: amounts and names come from fields only, and no letters pose as others.
struct DisplayCheck {
  /// The longest texts, in characters, by what they are for (as in EUDI TS12).
  static let longest = ["option": 30, "choice": 30, "title": 50, "item": 50, "field": 50]
  static let longestText = 250

  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings() -> [Finding] {
    guard !terms.displays.isEmpty else {
      return [
        Finding(
          .display, .warning, at: [], "nobody can read these terms: they have no texts for people.",
          fix: "Add display: { en: { title: … } }; the next check lists what is missing.")
      ]
    }
    return terms.displays.flatMap { display in
      missing(display) + unknown(display) + display.texts.flatMap { dishonest($0, display) }
    }
  }

  /// All that people may be shown.
  var keys: [String] {
    var keys = ["title", "summary"]
    keys += terms.items.map { "item.\($0.name)" }
    for form in terms.forms { keys += form.form.fields.flatMap { self.keys(of: $0.field, "\(form.item).\($0.name)") } }
    for entry in terms.states {
      keys.append("state.\(entry.name)")
      if case .choose(_, let options) = entry.state.step { keys += options.map { "option.\(entry.name).\($0.name)" } }
    }
    keys += view.graph.reached.filter(TermsOfBusiness.isEnd)
    keys += terms.exceptions.map { "exception.\($0.name)" }
    return keys
  }

  /// Of a field, its columns, and what can be chosen in it.
  private func keys(of field: FormField, _ path: String) -> [String] {
    switch field.range {
    case .lines(_, let columns): ["field.\(path)"] + columns.flatMap { keys(of: $0.field, "\(path).\($0.name)") }
    case .choice(let options): ["field.\(path)"] + options.map { "choice.\(path).\($0)" }
    case .text, .integer, .money, .span, .moment, .flag, .address, .content: ["field.\(path)"]
    }
  }

  private func missing(_ display: DisplayTexts) -> [Finding] {
    let missing = keys.filter { display[$0] == nil }
    guard !missing.isEmpty else { return [] }
    return [
      Finding(
        .display, .error, at: ["display", display.language],
        "who reads “\(display.language)” would see no text for \(missing.prefix(5).joined(separator: ", "))"
          + (missing.count > 5 ? " and \(missing.count - 5) more." : "."),
        fix: "Write a text for each, such as \(missing[0]): …, or take the language out.")
    ]
  }

  private func unknown(_ display: DisplayTexts) -> [Finding] {
    let known = Set(keys)
    return display.texts.filter { !known.contains($0.key) }.map { entry in
      // Of all keys, only those that look like it.
      let near = known.filter { Nearest.distance(entry.key, $0) <= max(1, entry.key.count / 3) }.sorted()
      return Finding(
        .display, .warning, at: ["display", display.language, entry.key],
        "nothing is called “\(entry.key)”, so nobody reads this\(Nearest.hint(entry.key, near)).",
        fix: "Write a key that there is, such as state.\(terms.start), or take the text out.")
    }
  }

  private func dishonest(_ entry: DisplayTexts.Entry, _ display: DisplayTexts) -> [Finding] {
    let place = ["display", display.language, entry.key]
    let text = entry.text.text
    func error(_ message: String, _ fix: String) -> Finding { Finding(.display, .error, at: place, message, fix: fix) }
    var findings = [Finding]()
    let kind = entry.key.split(separator: ".").first.map(String.init) ?? ""
    let longest = Self.longest[kind] ?? Self.longestText
    if text.count > longest {
      findings.append(
        error(
          "this has \(text.count) characters, of which people would see \(longest).",
          "Write it in at most \(longest) characters."
        ))
    }
    if text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
      findings.append(error("this says nothing.", "Write what people are to read there, or take the key out."))
    }
    if let amount = Self.amount(in: text) {
      findings.append(
        error(
          "people would read the amount “\(amount)”, which need not be the one that they pay.",
          "Take the amount out; amounts stand in fields and are shown by themselves."))
    }
    if let word = MixedScript.word(in: text) {
      findings.append(
        error("the word “\(word)” mixes letters of several scripts that look alike.", "Write it in one script."))
    }
    return findings
  }

  /// A number beside a currency.
  private static func amount(in text: String) -> String? {
    let signs = "€$£¥"
    let codes = ["EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "JPY"]
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\u{A0}" }).map(String.init)
    for (place, word) in words.enumerated() {
      let hasNumber = word.contains(where: \.isNumber)
      if hasNumber, word.contains(where: signs.contains) { return word }
      let next = words.dropFirst(place + 1).first?.trimmingCharacters(in: .punctuationCharacters) ?? ""
      let before = place > 0 ? words[place - 1].trimmingCharacters(in: .punctuationCharacters) : ""
      for other in [next, before]
      where hasNumber && (codes.contains(other) || !other.isEmpty && other.allSatisfy(signs.contains)) {
        return "\(word) \(other)"
      }
    }
    return nil
  }
}

public import SemperTrustedUI

/// How words are laid out on a terminal: nothing is wider than it, and what belongs together is seen to.
public struct TerminalPage: Sendable {
  /// Where the width is not known, and no line is longer than is good to read.
  public static let usual = 80
  private static let widest = 100
  private static let narrowest = 20
  /// Beside its label a value has at least so much room; where there is less, it goes below.
  private static let least = 24

  private let width: Int
  private let emphasises: Bool

  /// - Parameters:
  ///   - columns: of the terminal; `nil` when there is none.
  ///   - emphasises: whether prominent fields are set in bold, which a pipe, a plain terminal and a person who has set
  ///     `NO_COLOR` do not want.
  public init(columns: Int?, emphasises: Bool) {
    width = min(max(columns ?? Self.usual, Self.narrowest), Self.widest)
    self.emphasises = emphasises
  }

  /// The words in lines that fit, breaking a word only where it is longer than a line. Whatever white space stands between
  /// them, so that no text from outside can make lines of its own.
  ///
  /// - Parameters:
  ///   - indent: spaces before each line.
  ///   - room: columns that stay free at the end of each line.
  public func lines(of text: String, indent: Int = 0, leaving room: Int = 0) -> [String] {
    let space = max(1, width - indent - room)
    var lines = [String]()
    var line = ""
    for word in text.split(whereSeparator: { $0.isWhitespace && $0 != "\u{A0}" && $0 != "\u{202F}" }) {
      if !line.isEmpty, line.count + 1 + word.count <= space {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var rest = word
      while rest.count > space {
        lines.append(String(rest.prefix(space)))
        rest = rest.dropFirst(space)
      }
      line = String(rest)
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { String(repeating: " ", count: indent) + $0 }
  }

  /// Labels with values in a column beside them, or below them where the terminal is narrow.
  public func table(_ fields: [Dialog.Field]) -> [String] {
    let column = 2 + (fields.map(\.label.count).max() ?? 0) + 2
    guard width - column >= Self.least else {
      return fields.flatMap { field in
        lines(of: field.label, indent: 2) + lines(of: field.value, indent: 4).map { set($0, field) }
      }
    }
    return fields.flatMap { field in
      lines(of: field.value, indent: column).enumerated().map { number, line in
        let label = number == 0 ? "  " + field.label : ""
        return label + String(repeating: " ", count: column - label.count) + set(String(line.dropFirst(column)), field)
      }
    }
  }

  /// What a person is asked; the last line is where the answer is typed.
  ///
  /// - Parameter prompt: how to say yes.
  public func question(_ dialog: Dialog, prompt: String) -> String {
    let asked = lines(of: dialog.question + " " + prompt, leaving: 8)
    return ([""] + lines(of: dialog.title) + [""] + table(dialog.fields) + [""] + asked).joined(separator: "\n") + " "
  }

  /// How far something has come, in one line; without the bar where there is no room for it.
  public func progress(_ what: String, percent: Int64) -> String {
    let figure = "\(percent)\u{A0}%"
    let room = min(40, width - what.count - figure.count - 5)
    guard room >= 10 else { return String("\(what) \(figure)".suffix(width - 1)) }
    let filled = Int(percent) * room / 100
    return "\(what) [" + String(repeating: "#", count: filled) + String(repeating: ".", count: room - filled)
      + "] \(figure)"
  }

  private func set(_ text: String, _ field: Dialog.Field) -> String {
    guard emphasises, field.isProminent else { return text }
    let start = text.prefix { $0 == " " }
    return start + "\u{1B}[1m" + text.dropFirst(start.count) + "\u{1B}[0m"
  }
}

import Foundation
import SemperTrustedUI
import Synchronization

/// The trusted user interface on a terminal. Questions and progress go to standard error, so that standard output stays
/// free for results.
final class TerminalDisplay: TrustedDisplay {
  private static let width = 40
  private let quiet: Bool
  private let lastShown = Mutex<(what: String, percent: Int64)>(("", -1))

  /// - Parameter quiet: no progress and no notes; questions are asked all the same.
  init(quiet: Bool) { self.quiet = quiet }

  func ask(_ dialog: Dialog) async throws -> Answer {
    var text = "\n\(dialog.title)\n\n"
    let widest = dialog.fields.map(\.label.count).max() ?? 0
    for field in dialog.fields {
      let label = field.label + String(repeating: " ", count: widest - field.label.count)
      let value = field.isProminent && isatty(2) == 1 ? "\u{1B}[1m\(field.value)\u{1B}[0m" : field.value
      text += "  \(label)  \(value)\n"
    }
    write(text + "\n\(dialog.question) Type yes to go on: ")
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
    return Answer(to: dialog, isYes: answer == "yes")
  }

  func progress(_ what: String, done: Int64, of total: Int64) {
    guard !quiet, total > 0 else { return }
    let percent = done * 100 / total
    let isNew = lastShown.withLock { last in
      defer { last = (what, percent) }
      return last != (what, percent)
    }
    guard isNew, isatty(2) == 1 || percent == 100 else { return }
    let filled = Int(percent) * Self.width / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    write("\r\(what) [\(bar)] \(percent) %" + (percent == 100 ? "\n" : ""))
  }

  func note(_ text: String) {
    if !quiet { write(text + "\n") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

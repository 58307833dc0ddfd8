import Dispatch
import Foundation
import SemperModel
import SemperTrustedUI
import SemperWallet
import Synchronization

/// The trusted user interface on a terminal. Questions and progress go to standard error, so that standard output stays
/// free for results.
final class TerminalDisplay: TrustedDisplay {
  private struct Shown {
    var what = ""
    var percent: Int64 = -1
    /// Whether the cursor stands in a line of progress.
    var isOpen = false
  }

  let language: Language
  private let quiet: Bool
  private let agreeing: Bool
  private let shown = Mutex(Shown())
  private let questions = DispatchQueue(label: "semper.wallet.questions")
  private var texts: Texts { WalletTexts.of(language) }

  /// - Parameters:
  ///   - quiet: no progress and no notes; questions are asked all the same.
  ///   - agreeing: questions are answered with yes: the person has said so beforehand.
  init(_ language: Language, quiet: Bool, agreeing: Bool = false) {
    self.language = language
    self.quiet = quiet
    self.agreeing = agreeing
  }

  /// How standard error is to be laid out now; a window can change its size.
  static var page: TerminalPage {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
    return TerminalPage(
      columns: columns ?? environment["COLUMNS"].flatMap { Int($0) }, emphasises: isTerminal && !isPlain)
  }

  private static var isTerminal: Bool { isatty(2) == 1 }

  private static var columns: Int? {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// One question at a time, whichever deals ask, and on a thread of its own, because a person takes longer than a thread of
  /// the pool may be away. A question whose deal does not go on any more is not waited for.
  func ask(_ dialog: Dialog) async throws -> Answer {
    let pending = PendingAnswer()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        pending.wait(continuation)
        questions.async { [self] in
          if pending.isWaiting { pending.give(answer(to: dialog)) }
        }
      }
    } onCancel: {
      pending.cancel()
    }
  }

  private func answer(to dialog: Dialog) -> Answer {
    finish()
    guard !agreeing else { return Answer(to: dialog, isYes: true) }
    let yes = texts(WalletText.confirmYes)
    let shown = Dialog(
      title: dialog.title,
      fields: dialog.fields.map { .init($0.label, HumanText.line($0.value), isProminent: $0.isProminent) },
      question: HumanText.line(dialog.question), subject: dialog.subject, choices: dialog.choices)
    let prompt =
      dialog.choices > 0
      ? texts(WalletText.choosePrompt, ["last": String(dialog.choices)])
      : texts(WalletText.confirmPrompt, ["yes": yes])
    write(Self.page.question(shown, prompt: prompt))
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
    if answer == nil { write("\n") }
    guard dialog.choices > 0 else { return Answer(to: dialog, isYes: answer == yes) }
    let number = answer.flatMap { Int($0) }.flatMap { (1...dialog.choices).contains($0) ? $0 : nil }
    return Answer(to: dialog, isYes: number != nil, choice: number.map { $0 - 1 })
  }

  func progress(_ what: String, done: Int64, of total: Int64) {
    guard !quiet, total > 0 else { return }
    let percent = done * 100 / total
    let isNew = shown.withLock { last in
      defer { last = Shown(what: what, percent: percent, isOpen: Self.isTerminal && percent < 100) }
      return last.what != what || last.percent != percent
    }
    guard isNew else { return }
    let line = Self.page.progress(what, percent: percent)
    if Self.isTerminal {
      write("\r" + line + (percent == 100 ? "\n" : ""))
    } else if percent == 100 {
      write(line + "\n")
    }
  }

  func note(_ text: String) {
    finish()
    guard !quiet else { return }
    for line in Self.page.lines(of: HumanText.line(text)) { write(line + "\n") }
  }

  /// Ends a line of progress that stopped before its end, so that what comes next has a line of its own.
  func finish() {
    let wasOpen = shown.withLock { last in
      defer { last.isOpen = false }
      return last.isOpen
    }
    if wasOpen { write("\n") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

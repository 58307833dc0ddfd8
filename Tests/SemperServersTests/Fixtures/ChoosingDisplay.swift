import SemperTrustedUI
import Synchronization

/// A person who takes one of the choices, says yes to everything else, and remembers between what it was to choose.
final class ChoosingDisplay: TrustedDisplay {
  /// Which, from 0; `nil` takes none.
  private let choice: Int?
  private let seen = Mutex<[Dialog]>([])

  init(_ choice: Int?) { self.choice = choice }

  var language: Language { .english }
  /// The questions with choices, in order.
  var questions: [Dialog] { seen.withLock { $0 } }

  func ask(_ dialog: Dialog) async throws -> Answer {
    guard dialog.choices > 0 else { return Answer(to: dialog, isYes: true) }
    seen.withLock { $0.append(dialog) }
    return Answer(to: dialog, isYes: choice != nil, choice: choice)
  }

  func progress(_ what: String, done: Int64, of total: Int64) {}
  func note(_ text: String) {}
}

import SemperTrustedUI
import Synchronization

/// A person who says yes, and what that person was told.
final class NotingDisplay: TrustedDisplay {
  private let told = Mutex<[String]>([])

  var language: Language { .english }
  var notes: [String] { told.withLock { $0 } }

  func ask(_ dialog: Dialog) async throws -> Answer { Answer(to: dialog, isYes: true) }
  func progress(_ what: String, done: Int64, of total: Int64) {}
  func note(_ text: String) { told.withLock { $0.append(text) } }
}

import SemperTrustedUI

/// A person who says yes to everything.
struct AgreeableDisplay: TrustedDisplay {
  let language = Language.english
  func ask(_ dialog: Dialog) async throws -> Answer { Answer(to: dialog, isYes: true) }
  func progress(_ what: String, done: Int64, of total: Int64) {}
  func note(_ text: String) {}
}

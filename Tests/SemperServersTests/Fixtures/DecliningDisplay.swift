import SemperTrustedUI

/// A person who says no to everything.
struct DecliningDisplay: TrustedDisplay {
  let language = Language.english
  let asked = Counter()

  func ask(_ dialog: Dialog) async throws -> Answer {
    asked.add()
    return Answer(to: dialog, isYes: false)
  }

  func progress(_ what: String, done: Int64, of total: Int64) {}
  func note(_ text: String) {}
}

import SemperTrustedUI

/// Nobody is asked: the policy of the buyers allows what they buy.
struct SilentDisplay: TrustedDisplay {
  let language = Language.english
  func ask(_ dialog: Dialog) async throws -> Answer { Answer(to: dialog, isYes: false) }
  func progress(_ what: String, done: Int64, of total: Int64) {}
  func note(_ text: String) {}
}

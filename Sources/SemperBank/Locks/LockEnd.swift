import SemperCryptography
import SemperModel
import SemperPayments

/// How a lock is to end, with a title that has been verified.
struct LockEnd: Sendable {
  let terms: LockTerms
  let ending: LockOutcome.Ending
  let paid: Money
  /// Whose account gets what is paid; `nil` where nothing is.
  let account: Thumbprint?
  let agreement: Digest?
  /// Whether a claim that can still be undone is undone by it.
  let undoes: Bool
  /// How what is paid leaves the bank; `nil` where it goes to an account here.
  let exit: LockExit?
  let title: Title

  /// What ends it, as far as a lock that may stand still has to know.
  enum Title: Sendable {
    case single
    case division(LockDivision)
    /// Under this pledge the lock stands still, and the deciding ledger has divided its own.
    case pledge(SignedStatement)
  }

  init(
    _ terms: LockTerms, _ ending: LockOutcome.Ending, paid: Money, into account: Thumbprint? = nil,
    agreement: Digest? = nil, undoes: Bool = false, exit: LockExit? = nil, title: Title = .single
  ) {
    self.terms = terms
    self.ending = ending
    self.paid = paid
    self.account = account
    self.agreement = agreement
    self.undoes = undoes
    self.exit = exit
    self.title = title
  }

  /// Refuses to end a lock that stands still, and a division that comes too late.
  func requireAllowed(by hold: LockHold) throws(Refusal) {
    switch title {
    case .single: try hold.requireFree()
    case .division(let division): try hold.requireFree(for: division)
    case .pledge(let pledge): try hold.requireFrozen(under: pledge)
    }
  }
}

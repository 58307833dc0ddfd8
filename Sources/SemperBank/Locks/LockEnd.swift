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

  init(
    _ terms: LockTerms, _ ending: LockOutcome.Ending, paid: Money, into account: Thumbprint? = nil,
    agreement: Digest? = nil, undoes: Bool = false, exit: LockExit? = nil
  ) {
    self.terms = terms
    self.ending = ending
    self.paid = paid
    self.account = account
    self.agreement = agreement
    self.undoes = undoes
    self.exit = exit
  }
}

import SemperCryptography
import SemperModel

/// Thrown by a decision that cannot go on without an issuer's answer. What the decision has done so far is undone; it is decided
/// anew once the answer is there.
struct IssuerAsking: Error {
  let question: IssuerQuestion
  let id: ID<Operation>
  /// What is taken off the merchant's account before the issuer is asked, so that it is there if the answer is yes.
  let reserve: Reserve?
  /// Whether nothing has to be taken off first, or it has been.
  let isReserved: Bool

  struct Reserve: Sendable {
    let amount: Money
    let payee: Thumbprint
  }
}

/// Thrown where another request about the same purchase waits for the issuer.
struct TransactionBusy: Error {
  let request: RRPID
}

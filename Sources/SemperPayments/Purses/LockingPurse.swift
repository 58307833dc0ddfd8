public import SemperCryptography
public import SemperModel

/// A payer's means of payment that can lock money for an exchange (item class L).
///
/// Every call is journalled by the purse before it leaves, is idempotent by exchange and path, and returns the ledger's
/// signed answer or throws a `Refusal` that is final. Any other thrown error means that the outcome is unknown: the same
/// call has to be made again.
public protocol LockingPurse: Sendable {
  /// The ledger that the purse locks at.
  var ledger: Thumbprint { get }
  /// Locks exactly the amount; the receipt names these terms.
  func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt>
  /// Takes the money back with the arbiter's abort or failure decision.
  func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
}

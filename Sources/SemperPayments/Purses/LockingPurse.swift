public import SemperCryptography
public import SemperModel

/// A payer's means of payment that can lock money for an exchange (item class L).
///
/// Every call is journalled by the purse before it leaves, is idempotent by exchange and path, and returns the ledger's
/// signed answer or throws a `Refusal` that is final. Any other thrown error means that the outcome is unknown: the same
/// call has to be made again.
public protocol LockingPurse: JoiningLocks {
  /// The ledger that the purse locks at.
  var ledger: Thumbprint { get }
  /// Locks exactly the amount; the receipt names these terms.
  func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt>
  /// Likewise, for an agreed option, which may say how the payee is reached.
  func lock(_ terms: LockTerms, paying option: PaymentOption) async throws -> VerifiedStatement<LockReceipt>
  /// Takes the money back with the arbiter's abort or failure decision, with the payee's acceptance of a bond, or, with
  /// the ledger's own word that the lock is settled, what is left of it.
  func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
  /// Our signed agreement to a division, which moves nothing until the payee brings it to the ledger.
  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision>
  /// Likewise, for a lock that ends together with another, whose ledger has to speak first.
  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision>
  /// How the lock ended, in the ledger's signed words; `nil` while it stands. A final refusal says that there is none with these
  /// terms (`unknownLock`).
  func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>?
}

extension LockingPurse {
  /// Ledgers that both sides know need no more than the terms.
  public func lock(_ terms: LockTerms, paying option: PaymentOption) async throws -> VerifiedStatement<LockReceipt> {
    try await lock(terms)
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision> { throw Self.notSupported }
}

public import SemperCryptography
public import SemperModel

/// A payee's means of receiving money from locks. Same rules as `LockingPurse`.
public protocol LockingTill: JoiningLocks {
  var ledger: Thumbprint { get }
  /// The key that locks for this till must name as payee.
  var payee: Thumbprint { get }
  func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome>
  /// Takes our part of a lock that its payer agrees to divide.
  func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
  /// Our agreement that a lock which pays us stands still until another ledger, where we have locked, has decided. Moves
  /// nothing until the lock's payer brings it.
  func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge>
  /// Takes our part of a lock that ends together with another: by its payer's division with the other ledger's `LockFreeze`, or by
  /// our own pledge with the deciding ledger's outcome.
  func settle(_ title: SignedStatement, with word: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
}

extension LockingTill {
  public func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> { throw Self.notSupported }

  public func settle(
    _ title: SignedStatement, with word: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> { throw Self.notSupported }
}

public import SemperCryptography
public import SemperModel

/// A payee's means of receiving money from locks. Same rules as `LockingPurse`.
public protocol LockingTill: Sendable {
  var ledger: Thumbprint { get }
  /// The key that locks for this till must name as payee.
  var payee: Thumbprint { get }
  func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome>
  /// Takes our part of a lock that its payer agrees to divide.
  func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
}

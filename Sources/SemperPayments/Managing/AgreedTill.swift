public import SemperCryptography
public import SemperModel

/// The till of an agreed payment as an exchange claims with it. Of several tills at one ledger it is the one that was agreed.
public struct AgreedTill: LockingTill {
  public let ledger: Thumbprint
  public let payee: Thumbprint
  private let agreed: AgreedPayment
  private let manager: PaymentManager

  /// Refuses (`lockMissing`) a means of payment that names no ledger.
  public init(_ agreed: AgreedPayment, of manager: PaymentManager) throws(Refusal) {
    ledger = try agreed.requiredLedger()
    payee = agreed.terms.payee.thumbprint
    self.agreed = agreed
    self.manager = manager
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await manager.secure(terms, of: agreed, with: claim)
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await manager.settle(division, of: agreed)
  }
}

public import SemperCryptography
public import SemperModel

/// The purse of an agreed payment as an exchange locks with it: its manager sees to it that what is locked is what was
/// agreed.
public struct AgreedPurse: LockingPurse {
  public let ledger: Thumbprint
  private let agreed: AgreedPayment
  private let manager: PaymentManager

  /// Refuses (`lockMissing`) a means of payment that names no ledger.
  public init(_ agreed: AgreedPayment, of manager: PaymentManager) throws(Refusal) {
    ledger = try agreed.requiredLedger()
    self.agreed = agreed
    self.manager = manager
  }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    try await manager.lock(agreed, for: terms)
  }

  public func refund(
    _ terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await manager.release(terms, of: agreed, with: decision)
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try await manager.lockingPurse(of: agreed).divide(terms, paid: paid, agreement: agreement, until: until)
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await manager.lockingPurse(of: agreed).ending(of: terms)
  }
}

extension AgreedPayment {
  func requiredLedger() throws(Refusal) -> Thumbprint {
    guard let ledger = terms.option.provider, terms.option.properties.lock != .none else {
      throw Refusal(.lockMissing, blame: .us, "\(terms.scheme) locks no money at a ledger")
    }
    return ledger
  }
}

import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// Both sides of a lock, step by step, each of which bears being done again.
extension PaymentActor {
  /// Agrees on a payment that is to be locked.
  func agreeToLock(_ name: String, _ units: Int64) async throws -> PaymentLock {
    try await PaymentLock(name, agreement(name, units), system.lockKeys)
  }

  /// Locks what is agreed on, and has the payee verify it. Gives the ledger's receipt.
  @discardableResult
  func lock(_ lock: PaymentLock) async throws -> VerifiedStatement<LockReceipt> {
    let receipt = try await patiently { try await manager.lock(lock.agreed, for: lock.terms) }
    let providers = await system.providers
    return try await patiently { try verify(receipt.signed, lock.terms, providers) }
  }

  // Not inlined, because the release optimiser of Swift 6.3.1 crashes on its typed throws in an async function.
  @inline(never)
  func verify(
    _ receipt: SignedStatement, _ terms: LockTerms, _ providers: PaymentProviders
  ) throws -> VerifiedStatement<LockReceipt> {
    try network.manager(of: .payee).verifyLock(receipt, for: terms, trusting: providers)
  }

  func secure(_ lock: PaymentLock, with opening: ItemOpening? = nil) async throws -> VerifiedStatement<LockOutcome> {
    try await patiently {
      try await network.manager(of: .payee).secure(
        lock.terms, of: lock.agreed, with: .opening(opening ?? lock.opening))
    }
  }

  /// Takes back by the arbiter's abort, or with another word.
  func release(
    _ lock: PaymentLock, with word: SignedStatement? = nil
  ) async throws -> VerifiedStatement<LockOutcome> {
    let word = try word ?? system.lockKeys.abort(of: lock.terms.exchange, at: system.time.now())
    return try await patiently { try await manager.release(lock.terms, of: lock.agreed, with: word) }
  }

  /// The payee takes the part that both agree on, and the payer what is left.
  func divide(
    _ lock: PaymentLock, paying units: Int64, at ledger: Thumbprint
  ) async throws -> VerifiedStatement<LockOutcome> {
    let division = try lock.division(paying: units, at: ledger, system.lockKeys)
    let outcome = try await patiently {
      try await network.manager(of: .payee).settle(division, of: lock.agreed)
    }
    _ = try await release(lock, with: outcome.signed)
    return outcome
  }
}

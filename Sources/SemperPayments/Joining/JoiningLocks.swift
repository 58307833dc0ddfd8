public import SemperCryptography
public import SemperModel

/// What a purse or till does at its ledger for two locks that end together. Same rules as `LockingPurse`: idempotent, a
/// `Refusal` is final, anything else means that the same call has to be made again. Who cannot do it refuses with
/// `notSupported`.
public protocol JoiningLocks: LockMovements {
  /// The payer freezes its lock under the payee's pledge.
  func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze>
  /// Brings the deciding ledger's word to the ledger of a lock that may stand still under a pledge. Gives the ledger's word on the
  /// lock: its receipt where it stands as before, its outcome where it has ended. What is paid by it, its payee takes with
  /// `settle(_:with:)`.
  func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement
  /// The ledger's word that a lock takes no division of until then any more (`LockLapse`), or how it has ended (`LockOutcome`).
  func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement
}

extension JoiningLocks {
  public func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    throw Self.notSupported
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    throw Self.notSupported
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement { throw Self.notSupported }

  static var notSupported: Refusal {
    Refusal(.notSupported, blame: .us, "locks of this kind cannot end together with another; wait for the arbiter")
  }
}

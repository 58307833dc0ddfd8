public import SemperCryptography
public import SemperModel
public import SemperPayments

/// A purse and a till at a `TestLedger`. What a payee claims needs its key, so a till is bound to one.
public struct TestPurse: LockingPurse, LockingTill {
  private let book: TestLedger
  public let payee: Thumbprint
  public var ledger: Thumbprint { book.key.thumbprint }

  public init(at book: TestLedger, payee: Thumbprint) {
    self.book = book
    self.payee = payee
  }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> { try await book.lock(terms) }

  public func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
  {
    try await book.refund(terms, with: decision)
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    guard terms.payee == payee else { throw Refusal(.wrongSigner, blame: .us, "the lock pays somebody else") }
    return try await book.claim(terms, with: claim)
  }
}

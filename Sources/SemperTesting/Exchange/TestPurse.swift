public import SemperCryptography
public import SemperModel
public import SemperPayments

/// A purse and a till at a `TestLedger`. What a payee claims needs its key, so a till is bound to one.
public struct TestPurse: LockingPurse, LockingTill {
  package let book: TestLedger
  package let key: SigningKey
  public var payee: Thumbprint { key.thumbprint }
  public var ledger: Thumbprint { book.key.thumbprint }

  /// - Parameter key: claims what locks pay it, and signs divisions of locks whose refund key it is.
  public init(at book: TestLedger, key: SigningKey) {
    self.book = book
    self.key = key
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

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, refund: key.publicKey),
      with: [key])
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision> {
    try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, joined: joined,
        refund: key.publicKey), with: [key])
  }

  public func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> {
    try VerifiedStatement(
      signing: LockPledge(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, decider: decider,
        payee: key.publicKey), with: [key])
  }

  public func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    try await book.freeze(pledge, by: key.thumbprint)
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    try await book.release(pledge, by: word)
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await book.lapse(terms, until: until)
  }

  public func settle(
    _ title: SignedStatement, with word: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await book.settle(title, with: word, by: payee)
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try book.outcome(of: terms)
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await book.settle(division, by: payee)
  }
}

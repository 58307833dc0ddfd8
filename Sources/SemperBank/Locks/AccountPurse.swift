public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// An account as a means of payment for exchanges: it locks its money, takes it back, and is paid from locks that name its
/// key.
///
/// Orders carry no state: the bank recognises a repetition by the lock itself, so nothing has to be kept here.
public struct AccountPurse: LockingPurse, LockingTill {
  let desk: any AccountLockDesk
  let account: SigningKey
  let party: SigningKey
  private let refundKey: @Sendable (LockTerms) async throws -> SigningKey?
  private let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey?
  private let time: any TimeSource

  /// - Parameters:
  ///   - account: the key of the account, which pays and is paid.
  ///   - payee: the key that locks for this account name; usually one of the exchange, so that nothing links two of them.
  ///   - refund: the key that our own locks name for taking back.
  ///   - arbiterKey: the public key of an arbiter; `nil` when it is not known.
  public init(
    desk: any AccountLockDesk, account: SigningKey, payee: SigningKey, refund: SigningKey, time: any TimeSource,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.init(
      desk: desk, account: account, payee: payee, refundKey: { _ in refund }, time: time, arbiterKey: arbiterKey)
  }

  /// Likewise, with a refund key for each lock, so that nothing links two of them.
  ///
  /// - Parameter refundKey: the key that the terms name for taking back; `nil` when they are not ours.
  public init(
    desk: any AccountLockDesk, account: SigningKey, payee: SigningKey,
    refundKey: @escaping @Sendable (LockTerms) async throws -> SigningKey?, time: any TimeSource,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.desk = desk
    self.account = account
    party = payee
    self.refundKey = refundKey
    self.time = time
    self.arbiterKey = arbiterKey
  }

  public var ledger: Thumbprint { desk.bank.thumbprint }
  public var payee: Thumbprint { party.thumbprint }

  /// Each step of a lock is a posting that is named by the lock.
  public func movements(of terms: LockTerms) -> [MovementName] {
    ["lock", "end", "undo"].map { .operation(AccountLocks.operation(terms, $0), at: ledger) }
  }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    let word = try VerifiedStatement<LockReceipt>(
      verifying: try await perform(.lock, terms, account), keys: KeySet([desk.bank]))
    guard word.content.terms == terms, word.content.ledger == ledger else { throw foreign }
    return word
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    switch claim {
    case .opening(let opening): try await ended(.claim(opening, into: account.thumbprint), terms, party)
    case .decision(let decision):
      try await ended(
        .claimByDecision(decision, arbiter: try await arbiter(of: terms), into: account.thumbprint), terms, party)
    }
  }

  public func refund(
    _ terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    // What a settlement leaves goes back to the account at once.
    if decision.kind == .lockOutcome, let known = try await ending(of: terms), known.content.ending == .settled {
      return known
    }
    return try await ended(.refund(decision, arbiter: try await arbiter(of: terms)), terms, refundKey(of: terms))
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    let terms = try VerifiedStatement<LockDivision>(verifying: division, keys: KeySet()).content.terms
    return try await ended(.settle(division, with: nil, into: account.thumbprint), terms, party)
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    let refund = try await refundKey(of: terms)
    return try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, refund: refund.publicKey),
      with: [refund])
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await desk.outcome(of: terms).map { try verified($0, terms) }
  }

  func ended(
    _ action: LockOrder.Action, _ terms: LockTerms, _ key: SigningKey
  ) async throws -> VerifiedStatement<LockOutcome> {
    try verified(try await perform(action, terms, key), terms)
  }

  func verified(
    _ signed: SignedStatement, _ terms: LockTerms
  ) throws -> VerifiedStatement<LockOutcome> {
    let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([desk.bank]))
    guard word.content.terms == terms, word.content.ledger == ledger else { throw foreign }
    return word
  }

  func perform(
    _ action: LockOrder.Action, _ terms: LockTerms, _ key: SigningKey
  ) async throws -> SignedStatement {
    try await desk.perform(
      SignedStatement(
        LockOrder(bank: ledger, terms: terms, action: action, key: key.publicKey, issued: await time.now()),
        signedBy: [key]))
  }

  func refundKey(of terms: LockTerms) async throws -> SigningKey {
    guard let key = try await refundKey(terms) else {
      throw Refusal(.wrongSigner, blame: .us, "this account does not hold the key that takes the lock back")
    }
    return key
  }

  private func arbiter(of terms: LockTerms) async throws -> PublicKey {
    guard let key = try await arbiterKey(terms.arbiter) else {
      throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this account")
    }
    return key
  }

  var foreign: Refusal {
    Refusal(.outsideTerms, blame: .provider, "the bank answered about another lock")
  }
}

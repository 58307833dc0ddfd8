public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments
import Synchronization

/// A ledger that locks play money and keeps the rules of a real one: it signs every answer, the first valid ending of a
/// lock wins, a repetition gets the same statement, and time alone moves nothing.
public final class TestLedger: Sendable {
  private struct Lock {
    let receipt: VerifiedStatement<LockReceipt>
    var outcome: VerifiedStatement<LockOutcome>?
    var hold = LockHold()
  }

  private struct State {
    var funds: Int64
    var locks: [LockTerms: Lock] = [:]
  }

  public let key: SigningKey
  private let arbiter: PublicKey
  let time: any TimeSource
  private let state: Mutex<State>

  /// - Parameter funds: what all purses together can lock, in minor units.
  public init(key: SigningKey, arbiter: PublicKey, funds: Int64, time: any TimeSource) {
    self.key = key
    self.arbiter = arbiter
    self.time = time
    state = Mutex(State(funds: funds))
  }

  /// What is left to be locked, after refunds.
  public var funds: Int64 { state.withLock(\.funds) }
  /// How each lock ended, `nil` for one that stands.
  public var endings: [LockOutcome.Ending?] { state.withLock { $0.locks.values.map { $0.outcome?.content.ending } } }

  /// How this lock ended; `nil` while it stands, and where there is none.
  public func ending(of terms: LockTerms) -> LockOutcome.Ending? {
    state.withLock { $0.locks[terms]?.outcome?.content.ending }
  }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    let now = await time.now()
    var generator = SystemRandomNumberGenerator()
    let receipt = try VerifiedStatement(
      signing: LockReceipt(
        terms: terms, ledger: key.thumbprint, operation: ID(using: &generator), issued: now), with: [key])
    return try state.withLock { state in
      if let lock = state.locks[terms] { return lock.receipt }
      guard terms.amount.minorUnits <= state.funds else {
        throw Refusal(.insufficientFunds, blame: .us, "there is too little play money")
      }
      state.funds -= terms.amount.minorUnits
      state.locks[terms] = Lock(receipt: receipt)
      return receipt
    }
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    let now = await time.now()
    switch claim {
    case .opening(let opening):
      guard terms.rule.opens, opening.digest == terms.opening else {
        throw Refusal(.lockInvalid, blame: .us, "this does not open the lock")
      }
    case .decision(let decision): try terms.rule.requirePays(on: try verdict(decision, on: terms))
    }
    return try end(terms, .claimed, paid: terms.amount, at: now) { hold throws(Refusal) in try hold.requireFree() }
  }

  public func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome>
  {
    try refund(terms, with: decision, at: await time.now())
  }

  private func refund(
    _ terms: LockTerms, with decision: SignedStatement, at now: Timestamp
  ) throws -> VerifiedStatement<LockOutcome> {
    if decision.kind == .lockOutcome {
      // What a settlement leaves is the payer's at once.
      guard let ended = try outcome(of: terms), ended.content.ending == .settled else {
        throw Refusal(.lockInvalid, blame: .us, "the lock was not settled")
      }
      return ended
    }
    if decision.kind == .accept {
      try check(acceptance: decision, of: terms)
    } else {
      let verdict = try verdict(decision, on: terms)
      if verdict == .failed, let undone = try undone(terms, at: now) { return undone }
      try terms.rule.requireReturns(on: verdict)
    }
    return try end(terms, .refunded, paid: .zero(terms.amount.currency), at: now) { hold throws(Refusal) in
      try hold.requireFree()
    }
  }

  /// A claimed lock with a settlement time, taken back while that lasts.
  private func undone(_ terms: LockTerms, at now: Timestamp) throws -> VerifiedStatement<LockOutcome>? {
    let outcome = try VerifiedStatement(
      signing: LockOutcome(
        terms: terms, ending: .undone, paid: .zero(terms.amount.currency), ledger: key.thumbprint, issued: now),
      with: [key])
    return try state.withLock { state in
      guard let settlement = terms.settlement, let earlier = state.locks[terms]?.outcome else { return nil }
      switch earlier.content.ending {
      case .undone: return earlier
      case .refunded, .settled: return nil
      case .claimed:
        guard now <= earlier.content.issued.advanced(by: settlement) else {
          throw Refusal(.tooLate, blame: .us, "the settlement time of this lock is over")
        }
        state.locks[terms]?.outcome = outcome
        state.funds += terms.amount.minorUnits
        return outcome
      }
    }
  }

  /// Takes what both have agreed on: the payer by the division, the payee by bringing it; where two locks end together, with
  /// the other ledger's word.
  public func settle(
    _ division: SignedStatement, with other: SignedStatement? = nil, by payee: Thumbprint
  ) async throws -> VerifiedStatement<LockOutcome> {
    let now = await time.now()
    if division.kind == .lockPledge { return try follow(division, other, by: payee, at: now) }
    // A repetition gets the answer that was given in time.
    let made = try VerifiedStatement<LockDivision>(verifying: division, keys: KeySet()).content
    let earlier = state.withLock { $0.locks[made.terms]?.outcome?.content }
    let asked = earlier?.agreement == made.agreement ? earlier?.issued : nil
    let word = try LockDivision(verifying: division, beside: other, at: key.thumbprint, now: asked ?? now)
    guard word.terms.payee == payee else { throw Refusal(.wrongSigner, blame: .us, "the lock pays somebody else") }
    return try end(word.terms, .settled, paid: word.paid, agreement: word.agreement, at: now) { hold throws(Refusal) in
      try hold.requireFree(for: word)
    }
  }

  /// How a lock ended, in signed words; `nil` while it stands.
  public func outcome(of terms: LockTerms) throws -> VerifiedStatement<LockOutcome>? {
    try state.withLock { state in
      guard let lock = state.locks[terms] else { throw Refusal(.unknownLock, blame: .us, "there is no such lock") }
      return lock.outcome
    }
  }

  /// Changes what is remembered of a lock that stands; one that has ended stays as it is.
  func keep(
    _ terms: LockTerms, _ change: (inout LockHold) throws(Refusal) -> Void
  ) throws -> (receipt: SignedStatement, outcome: SignedStatement?, hold: LockHold) {
    try state.withLock { state in
      guard var lock = state.locks[terms] else { throw Refusal(.unknownLock, blame: .us, "there is no such lock") }
      if lock.outcome == nil {
        try change(&lock.hold)
        state.locks[terms] = lock
      }
      return (lock.receipt.signed, lock.outcome?.signed, lock.hold)
    }
  }

  private func check(acceptance signed: SignedStatement, of terms: LockTerms) throws(Refusal) {
    let acceptance = try VerifiedStatement<AcceptRequest>(verifying: signed, keys: KeySet()).content
    guard terms.rule.endsByAcceptance, acceptance.exchange == terms.exchange,
      acceptance.party.thumbprint == terms.payee
    else { throw Refusal(.lockInvalid, blame: .us, "this acceptance gives nothing back") }
  }

  private func verdict(
    _ signed: SignedStatement, on terms: LockTerms
  ) throws(Refusal) -> ArbiterDecision.Verdict {
    let decision = try VerifiedStatement<ArbiterDecision>(verifying: signed, keys: KeySet([arbiter])).content
    guard decision.arbiter == terms.arbiter, decision.exchange == terms.exchange else {
      throw Refusal(.lockInvalid, blame: .us, "the decision does not move this lock")
    }
    return decision.verdict
  }

  func end(
    _ terms: LockTerms, _ ending: LockOutcome.Ending, paid: Money, agreement: Digest? = nil, at now: Timestamp,
    _ allow: (LockHold) throws(Refusal) -> Void
  ) throws -> VerifiedStatement<LockOutcome> {
    let outcome = try VerifiedStatement(
      signing: LockOutcome(
        terms: terms, ending: ending, paid: paid, agreement: agreement, ledger: key.thumbprint, issued: now),
      with: [key])
    return try state.withLock { state in
      guard let lock = state.locks[terms] else { throw Refusal(.unknownLock, blame: .us, "there is no such lock") }
      if let earlier = lock.outcome {
        guard earlier.content.ending == ending, earlier.content.agreement == agreement else {
          throw Refusal(.lockEnded, blame: .peer, "the lock was \(earlier.content.ending.rawValue)")
        }
        return earlier
      }
      try allow(lock.hold)
      state.locks[terms]?.outcome = outcome
      if ending == .refunded || ending == .settled { state.funds += terms.amount.minorUnits - paid.minorUnits }
      return outcome
    }
  }
}

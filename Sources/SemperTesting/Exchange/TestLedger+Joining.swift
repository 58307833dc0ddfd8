public import SemperCryptography
import SemperEngine
public import SemperModel
public import SemperPayments

// Two locks that end together, by the rules of a real ledger.
extension TestLedger {
  /// The pledge under which a lock stands still for another ledger.
  public func pledge(freezing terms: LockTerms) throws -> SignedStatement? {
    try keep(terms) { _ throws(Refusal) in }.hold.pledge
  }

  /// Whether a lock that stands was freed before: the same pledge does not freeze it again.
  public func wasReleased(_ terms: LockTerms) throws -> Bool {
    try keep(terms) { _ throws(Refusal) in }.hold.released != nil
  }

  /// Nobody but the lock's payer freezes it.
  public func freeze(_ signed: SignedStatement, by payer: Thumbprint) async throws -> VerifiedStatement<LockFreeze> {
    let (pledge, now) = (try LockPledge(verifying: signed, at: key.thumbprint), await time.now())
    guard pledge.terms.refund == payer else {
      throw Refusal(.wrongSigner, blame: .us, "a lock is frozen by its payer")
    }
    let held = try keep(pledge.terms) { hold throws(Refusal) in try hold.freeze(signed, pledge, at: now) }
    guard held.outcome == nil else { throw Refusal(.lockEnded, blame: .peer, "the lock has ended") }
    return try VerifiedStatement(signing: LockFreeze(pledge, issued: held.hold.since ?? now), with: [key])
  }

  public func release(_ signed: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    let (pledge, now) = (try LockPledge(verifying: signed, at: key.thumbprint), await time.now())
    switch try pledge.verdict(word) {
    case .free:
      let held = try keep(pledge.terms) { hold throws(Refusal) in hold.release(signed, pledge) }
      return held.outcome ?? held.receipt
    case .divided:
      guard pledge.paid.minorUnits == 0 else {
        throw Refusal(.lockInvalid, blame: .peer, "this lock is paid: its payee takes the money")
      }
      return try follow(signed, pledge, at: now).signed
    }
  }

  public func lapse(_ terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    let now = await time.now()
    let held = try keep(terms) { hold throws(Refusal) in try hold.lapse(until, at: now) }
    return try held.outcome
      ?? SignedStatement(LockLapse(terms: terms, until: until, ledger: key.thumbprint, issued: now), signedBy: [key])
  }

  func follow(
    _ signed: SignedStatement, _ word: SignedStatement?, by payee: Thumbprint, at now: Timestamp
  ) throws -> VerifiedStatement<LockOutcome> {
    let pledge = try LockPledge(verifying: signed, at: key.thumbprint)
    guard pledge.terms.payee == payee else { throw Refusal(.wrongSigner, blame: .us, "the lock pays somebody else") }
    guard let word, case .divided = try pledge.verdict(word) else {
      throw Refusal(.lockInvalid, blame: .peer, "the ledger that decides has not divided its lock as agreed")
    }
    return try follow(signed, pledge, at: now)
  }

  private func follow(
    _ signed: SignedStatement, _ pledge: LockPledge, at now: Timestamp
  ) throws -> VerifiedStatement<LockOutcome> {
    try end(pledge.terms, .settled, paid: pledge.paid, agreement: pledge.agreement, at: now) {
      hold throws(Refusal) in try hold.requireFrozen(under: signed)
    }
  }
}

import SemperArchive
import SemperCryptography
import SemperModel
import SemperPayments

// Locks that end as both have agreed, without the arbiter: one for itself, or two together at two ledgers.
extension AccountLocks {
  func settlement(
    _ title: SignedStatement, with word: SignedStatement?, of terms: LockTerms, into account: Thumbprint,
    _ exit: LockExit?, _ now: Timestamp
  ) throws(Refusal) -> LockEnd {
    if title.kind == .lockPledge {
      let pledge = try pledge(title, on: terms)
      guard let word, case .divided = try pledge.verdict(word) else {
        throw Refusal(.lockInvalid, blame: .peer, "the ledger that decides has not divided its lock as agreed")
      }
      return LockEnd(
        terms, .settled, paid: pledge.paid, into: account, agreement: pledge.agreement, exit: exit,
        title: .pledge(title))
    }
    let division = try LockDivision(verifying: title, beside: word, at: name, now: now)
    try require(division.terms == terms, .lockInvalid, "the division is about another lock")
    return LockEnd(
      terms, .settled, paid: division.paid, into: account, agreement: division.agreement, exit: exit,
      title: .division(division))
  }

  func freeze(_ order: LockOrder, _ signed: SignedStatement, _ now: Timestamp) async throws -> SignedStatement {
    let pledge = try pledge(signed, on: order.terms)
    try require(order.key.thumbprint == order.terms.refund, .wrongSigner, "a lock is frozen by its payer")
    let held = try await keep(order.terms) { hold throws(Refusal) in try hold.freeze(signed, pledge, at: now) }
    if let outcome = held.outcome {
      let known = outcome.journalled(as: LockOutcome.self)
      throw Refusal(.lockEnded, blame: .peer, "the lock was \(known.ending.rawValue) at \(known.issued)")
    }
    return try SignedStatement(LockFreeze(pledge, issued: held.hold.since ?? now), signedBy: [key])
  }

  /// Follows the deciding ledger. What that pays, the payee takes with its own order.
  func release(
    _ order: LockOrder, _ signed: SignedStatement, by word: SignedStatement, _ now: Timestamp
  ) async throws -> SignedStatement {
    let pledge = try pledge(signed, on: order.terms)
    try requireParty(order)
    switch try pledge.verdict(word) {
    case .free:
      let held = try await keep(order.terms) { hold throws(Refusal) in hold.release(signed, pledge) }
      return held.outcome ?? held.receipt
    case .divided:
      try require(
        pledge.paid.minorUnits == 0, .lockInvalid, "this lock is paid: its payee takes the money with a settlement")
      return try await end(
        LockEnd(order.terms, .settled, paid: pledge.paid, agreement: pledge.agreement, title: .pledge(signed)), now)
    }
  }

  func lapse(_ order: LockOrder, _ until: Timestamp, _ now: Timestamp) async throws -> SignedStatement {
    try requireParty(order)
    let held = try await keep(order.terms) { hold throws(Refusal) in try hold.lapse(until, at: now) }
    return try held.outcome
      ?? SignedStatement(LockLapse(terms: order.terms, until: until, ledger: name, issued: now), signedBy: [key])
  }

  /// Changes what is remembered of a lock that stands. One that has ended stays as it is.
  private func keep(
    _ terms: LockTerms, _ change: @escaping @Sendable (inout LockHold) throws(Refusal) -> Void
  ) async throws -> HeldLock {
    try await bank.records.transact { transaction in
      guard var held = try HeldLock.stored(terms, transaction) else { throw Self.unknown }
      guard held.outcome == nil else { return held }
      try change(&held.hold)
      try held.store(transaction)
      return held
    }
  }

  private func pledge(_ signed: SignedStatement, on terms: LockTerms) throws(Refusal) -> LockPledge {
    let pledge = try LockPledge(verifying: signed, at: name)
    try require(pledge.terms == terms, .lockInvalid, "the pledge is about another lock")
    return pledge
  }

  private func requireParty(_ order: LockOrder) throws(Refusal) {
    let signer = order.key.thumbprint
    try require(
      signer == order.terms.refund || signer == order.terms.payee, .wrongSigner, "only a party to the lock may ask this"
    )
  }
}

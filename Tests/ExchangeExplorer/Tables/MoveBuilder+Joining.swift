import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

// Settling where both have locked money, as an honest party's home does it.
extension MoveBuilder {
  /// What became of a proposal's own lock, which decides: what is then done at the ledger of the other.
  mutating func addFollowing(_ division: LockDivision, _ pledge: SignedStatement, _ late: ExchangeEvent) throws {
    guard let peer = division.joined else { return }
    let (own, other) = (table.ledger.slot(.lock(division.terms)), table.ledger.slot(.lock(peer.terms)))
    let look = number(own, .look)
    let divided = table.ledger.standing(settledBy: division)
    let settle = number(
      other, .settle(pledge, with: try stage.word(of: division.terms, divided, table.ledger), by: thumbprint))
    ledger(
      [look] + (peer.paid.minorUnits > 0 ? [settle] : []), at: (own, divided), "takes what the settlement gives"
    ) { answers in
      guard case .done(let outcome)? = answers.first, answers.allSatisfy(\.isDone) else { return [] }
      return [.settlement(.settled([outcome]))]
    }
    try addReleases(of: pledge, other, after: own, division) { refusal in .settlement(.failed(refusal)) }
    guard instant != .early else { return }
    let lapse = try stage.lapse(of: division.terms)
    for standing in [LedgerTable.Standing.held, .freed] {
      ledger(
        [number(own, .lapse), number(other, .release(pledge, by: lapse))], at: (own, standing),
        "shows that nobody has agreed in time"
      ) { answers in answers.count == 2 ? [late] : [] }
    }
  }

  /// Freezes our lock, divides the peer's, and has ours follow.
  mutating func addSettling(_ signed: SignedStatement, _ pledge: SignedStatement) throws {
    let (division, own) = (signed.journalled(as: LockDivision.self), pledge.journalled(as: LockPledge.self))
    let (decider, mine) = (table.ledger.slot(.lock(division.terms)), table.ledger.slot(.lock(own.terms)))
    let divided = table.ledger.standing(settledBy: division)
    let freeze = try stage.freeze(under: own)
    let outcome = try stage.word(of: division.terms, divided, table.ledger)
    let follow = own.paid.minorUnits == 0 ? [number(mine, .release(pledge, by: outcome))] : []
    ledger(
      [number(mine, .freeze(pledge, by: thumbprint)), number(decider, .settle(signed, with: freeze, by: thumbprint))]
        + follow,
      "freezes its lock and brings the payer's word to the other ledger"
    ) { answers in
      guard answers.count == 2 + follow.count, answers.allSatisfy(\.isDone), case .done(let outcome) = answers[1] else {
        return []
      }
      return [.settlement(.settled([outcome]))]
    }
    // It was done, and forgotten.
    ledger(follow, at: (decider, divided), "finds that the peer's lock was divided") { answers in
      answers.allSatisfy(\.isDone) ? [.settlement(.settled([outcome]))] : []
    }
    try addReleases(of: pledge, mine, after: decider, division) { refusal in .settlement(.failed(refusal)) }
    guard instant != .early else { return }
    let expired = Refusal(.expired, blame: .peer, "the time to agree to this settlement is over")
    let lapse = try stage.lapse(of: division.terms)
    for standing in [LedgerTable.Standing.held, .freed] {
      ledger(
        [number(decider, .lapse), number(mine, .release(pledge, by: lapse))], at: (decider, standing),
        "shows that it is too late"
      ) { answers in answers.count == 2 ? [.settlement(.failed(expired))] : [] }
    }
  }

  /// The lock that decides has ended another way, so that the other is free.
  private mutating func addReleases(
    of pledge: SignedStatement, _ slot: Int, after decider: Int, _ division: LockDivision,
    _ failed: @escaping (Refusal) -> ExchangeEvent
  ) throws {
    let refusal = Refusal(.lockEnded, blame: .peer, "the lock ended another way before")
    for standing in table.ledger.otherEndings(than: division) {
      let word = try stage.word(of: division.terms, standing, table.ledger)
      ledger([number(slot, .release(pledge, by: word))], at: (decider, standing), "frees what waits for a lost lock") {
        $0.isEmpty ? [] : [failed(refusal)]
      }
    }
  }

  private func number(_ slot: Int, _ request: LedgerTable.Request) -> Int {
    table.ledger.number(of: LedgerTable.Call(slot: slot, request: request))
  }

  private var thumbprint: Thumbprint { stage.cast.key(role).thumbprint }
}

extension LedgerTable.Answer {
  var isDone: Bool { if case .done = self { true } else { false } }
}

extension LedgerTable {
  /// How a lock stands that was divided so.
  func standing(settledBy division: LockDivision) -> Standing {
    .settled(settlement(division.agreement, division.paid))
  }

  /// How it may have ended otherwise.
  func otherEndings(than division: LockDivision) -> [Standing] {
    let own = standing(settledBy: division)
    return [.claimed, .refunded, .undone] + settlements.values.indices.map { .settled($0) }.filter { $0 != own }
  }
}

import SemperCommunication
public import SemperCryptography
public import SemperEngine
import SemperModel
public import SemperPayments

/// Does what an exchange machine asks for about settling jointly. Shared by whoever performs exchanges.
public struct SettlementPerformer: Sendable {
  /// How long the ledger is left alone between two looks at a lock.
  private static let pause = Span(seconds: 5)

  private let key: SigningKey
  private let purses: [any LockingPurse]
  private let tills: [any LockingTill]
  private let judgement: (any SettlementJudgement)?
  private let time: any TimeSource

  /// - Parameter judgement: without one every proposal of the peer's is refused.
  public init(
    key: SigningKey, purses: [any LockingPurse], tills: [any LockingTill], judgement: (any SettlementJudgement)?,
    time: any TimeSource
  ) {
    self.key = key
    self.purses = purses
    self.tills = tills
    self.judgement = judgement
    self.time = time
  }

  public func perform(_ action: SettlementAction, of side: ExchangeSide) async throws -> ExchangeEvent {
    switch action {
    case .propose(let plan, let own, let peer):
      return try await propose(
        plan, own?.journalled(as: LockReceipt.self), peer?.journalled(as: LockReceipt.self), side, own)
    case .judge(let proposal): return .settlement(try await judge(proposal, side))
    case .follow(let proposal): return .settlement(try await follow(proposal, side))
    case .settle(let proposal): return .settlement(try await settle(proposal))
    }
  }

  private func propose(
    _ plan: SettlementPlan, _ own: LockReceipt?, _ peer: LockReceipt?, _ side: ExchangeSide, _ receipt: SignedStatement?
  ) async throws -> ExchangeEvent {
    do {
      try SettlementCheck.check(plan, by: side.role, in: side.terms, items: side.items)
      let indices = SettlementCheck.indices(of: side.role, in: side.terms)
      let locks = SettlementLocks(
        own: try plan.divisions.first { indices.contains($0.index) }.map { try joined(own, $0.paid, side) },
        peer: try plan.divisions.first { !indices.contains($0.index) }.map { try joined(peer, $0.paid, side) })
      let (division, pledge) = try await words(locks, plan.agreement(on: side.terms.id), plan.until)
      var joining: SettlementProposal.Joining?
      if let pledge, let receipt { joining = SettlementProposal.Joining(pledge: pledge, receipt: receipt) }
      return .signed(
        try SignedStatement(
          SettlementProposal(
            exchange: side.terms.id, party: side.party, plan: plan, division: division, joining: joining),
          signedBy: [key]))
    } catch let refusal as Refusal {
      return .settlement(.refused(refusal))
    }
  }

  /// The locks that a plan divides.
  private struct SettlementLocks {
    let own: JoinedLock?
    let peer: JoinedLock?
  }

  private func joined(_ receipt: LockReceipt?, _ paid: Money, _ side: ExchangeSide) throws(Refusal) -> JoinedLock {
    guard let receipt, let ledger = side.terms.keys[receipt.ledger] else {
      throw Refusal(.lockInvalid, blame: .us, "a lock that is to be divided is not there")
    }
    return JoinedLock(terms: receipt.terms, ledger: ledger, paid: paid)
  }

  /// Our words to the ledgers: how our lock is divided, and, where the peer has locked too, that its lock waits for ours.
  private func words(
    _ locks: SettlementLocks, _ agreement: Digest, _ until: Timestamp
  ) async throws -> (division: SignedStatement?, pledge: SignedStatement?) {
    guard let own = locks.own else { return (nil, nil) }
    let purse = try purse(at: own.ledger.thumbprint)
    guard let peer = locks.peer else {
      let division = try await purse.divide(own.terms, paid: own.paid, agreement: agreement, until: until)
      return (division.signed, nil)
    }
    let pledge = try await till(at: peer.ledger.thumbprint).pledge(
      peer.terms, paid: peer.paid, agreement: agreement, until: until, decider: own)
    let division = try await purse.divide(
      own.terms, paid: own.paid, agreement: agreement, until: until, joined: peer)
    return (division.signed, pledge.signed)
  }

  private func purse(at ledger: Thumbprint) throws(Refusal) -> any LockingPurse {
    guard let purse = purses.first(where: { $0.ledger == ledger }) else {
      throw Refusal(.limitExceeded, blame: .us, "the purse that has locked the money is not here: bring it back")
    }
    return purse
  }

  private func till(at ledger: Thumbprint) throws(Refusal) -> any LockingTill {
    guard let till = tills.first(where: { $0.ledger == ledger }) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no till here that is paid at this ledger")
    }
    return till
  }

  private func judge(_ proposal: SignedStatement, _ side: ExchangeSide) async throws -> SettlementEvent {
    let content = proposal.journalled(as: SettlementProposal.self)
    if !content.plan.dividesLocks, await time.now() > content.plan.until {
      return .refused(Refusal(.expired, blame: .peer, "the time to agree to this settlement is over"))
    }
    guard let judgement, try await judgement.agrees(to: content.plan, about: side) else {
      return .refused(Refusal(.userDeclined, blame: .us, "we do not agree to this settlement"))
    }
    return .agreed(proposal.digest)
  }

  /// Looks at the ledger until the lock has ended, or until our word has run out and a while more, for clocks that differ.
  private func follow(_ proposal: SignedStatement, _ side: ExchangeSide) async throws -> SettlementEvent {
    let content = proposal.journalled(as: SettlementProposal.self)
    let late = Refusal(.tooLate, blame: .peer, "the peer has not agreed to the settlement in time")
    guard let division = content.division?.journalled(as: LockDivision.self) else {
      try await time.wait(until: content.plan.until)
      return .failed(late)
    }
    let purse = try purse(at: division.ledger)
    let last = content.plan.until.advanced(by: side.patience)
    while true {
      if let outcome = try await purse.ending(of: division.terms) {
        return try await conclude(content, division, outcome, purse)
      }
      let now = await time.now()
      if now >= last {
        guard let joining = content.joining else { return .failed(late) }
        // The peer's lock may stand still: it is free again when our ledger says that nothing will come of this.
        let word = try await purse.lapse(of: division.terms, until: division.until)
        if word.kind == .lockLapse {
          try await release(joining.pledge, by: word, division.joined)
          return .failed(late)
        }
        continue
      }
      try await time.wait(until: min(now.advanced(by: Self.pause), last))
    }
  }

  /// What the end of our lock means for the proposal, and what is ours then at both ledgers.
  private func conclude(
    _ proposal: SettlementProposal, _ division: LockDivision, _ outcome: VerifiedStatement<LockOutcome>,
    _ purse: any LockingPurse
  ) async throws -> SettlementEvent {
    let conclusion = SettlementCheck.conclusion(of: division, from: outcome)
    let pledge = proposal.joining?.pledge
    if case .settled = conclusion {
      _ = try await purse.refund(division.terms, with: outcome.signed)
      if let pledge, let peer = division.joined, peer.paid.minorUnits > 0 {
        _ = try await till(at: peer.ledger.thumbprint).settle(pledge, with: outcome.signed)
      }
    } else if let pledge {
      try await release(pledge, by: outcome.signed, division.joined)
    }
    return conclusion
  }

  private func settle(_ proposal: SignedStatement) async throws -> SettlementEvent {
    let content = proposal.journalled(as: SettlementProposal.self)
    guard let division = content.division else { return .settled([]) }
    let word = division.journalled(as: LockDivision.self)
    do {
      let till = try till(at: word.ledger)
      guard let joining = content.joining else { return .settled([try await till.settle(division).signed]) }
      return try await settle(division, word, joining.pledge, till)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .failed(refusal)
    }
  }

  /// Freezes our lock, divides the peer's, and has ours follow. Where the peer's cannot be divided ours is freed again.
  private func settle(
    _ division: SignedStatement, _ word: LockDivision, _ pledge: SignedStatement, _ till: any LockingTill
  ) async throws -> SettlementEvent {
    let own = pledge.journalled(as: LockPledge.self)
    let purse = try purse(at: own.ledger)
    do {
      let freeze = try await purse.freeze(under: pledge)
      let outcome = try await till.settle(division, with: freeze.signed)
      return try await take(outcome.signed, pledge, own, purse)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      // Perhaps it was done in a forgotten life. Otherwise the deciding ledger says why ours need not wait any longer.
      let last = try await till.lapse(of: word.terms, until: word.until)
      if case .divided = try own.verdict(last) { return try await take(last, pledge, own, purse) }
      try await Self.release(pledge, by: last, over: purse)
      return .failed(refusal)
    }
  }

  /// What is ours when the deciding ledger has divided its lock: all of our own lock, where nothing of it is paid.
  private func take(
    _ outcome: SignedStatement, _ pledge: SignedStatement, _ own: LockPledge, _ purse: any LockingPurse
  ) async throws -> SettlementEvent {
    if own.paid.minorUnits == 0 {
      let ended = try await purse.release(pledge, by: outcome)
      if ended.kind == .lockOutcome { _ = try await purse.refund(own.terms, with: ended) }
    }
    return .settled([outcome])
  }

  private func release(_ pledge: SignedStatement, by word: SignedStatement, _ lock: JoinedLock?) async throws {
    guard let lock else { return }
    try await Self.release(pledge, by: word, over: till(at: lock.ledger.thumbprint))
  }

  /// A lock that has ended, or was never there, needs no word.
  private static func release(
    _ pledge: SignedStatement, by word: SignedStatement, over line: any JoiningLocks
  ) async throws {
    do {
      _ = try await line.release(pledge, by: word)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return
    }
  }
}

extension ItemDescription {
  /// The ledger at which money stands; `nil` for other items.
  var ledger: Thumbprint? {
    switch self {
    case .lock(_, _, let ledger), .bond(_, _, let ledger), .reversibleLock(_, _, let ledger, _): ledger
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: nil
    }
  }
}

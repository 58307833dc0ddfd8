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
    case .propose(let plan, let lock): return try await propose(plan, lock, side)
    case .judge(let proposal): return .settlement(try await judge(proposal, side))
    case .follow(let proposal): return .settlement(try await follow(proposal, side))
    case .settle(let proposal): return .settlement(try await settle(proposal))
    }
  }

  private func propose(_ plan: SettlementPlan, _ lock: LockTerms?, _ side: ExchangeSide) async throws -> ExchangeEvent {
    do {
      try SettlementCheck.check(plan, by: side.role, in: side.terms, items: side.items)
      return .signed(
        try SignedStatement(
          SettlementProposal(
            exchange: side.terms.id, party: side.party, plan: plan,
            division: try await division(plan, lock, side)), signedBy: [key]))
    } catch let refusal as Refusal {
      return .settlement(.refused(refusal))
    }
  }

  private func division(
    _ plan: SettlementPlan, _ lock: LockTerms?, _ side: ExchangeSide
  ) async throws -> SignedStatement? {
    guard let paid = plan.paid, let index = plan.lockIndex else { return nil }
    guard let lock, let ledger = side.items[index].description.ledger else {
      throw Refusal(.lockInvalid, blame: .us, "nothing of ours is locked at \(side.items[index].path)")
    }
    return try await purse(at: ledger).divide(
      lock, paid: paid, agreement: plan.agreement(on: side.terms.id), until: plan.until
    ).signed
  }

  private func purse(at ledger: Thumbprint) throws(Refusal) -> any LockingPurse {
    guard let purse = purses.first(where: { $0.ledger == ledger }) else {
      throw Refusal(.limitExceeded, blame: .us, "the purse that has locked the money is not here: bring it back")
    }
    return purse
  }

  private func judge(_ proposal: SignedStatement, _ side: ExchangeSide) async throws -> SettlementEvent {
    let content = proposal.journalled(as: SettlementProposal.self)
    if content.plan.paid == nil, await time.now() > content.plan.until {
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
        let conclusion = SettlementCheck.conclusion(of: division, from: outcome)
        if case .settled = conclusion { _ = try await purse.refund(division.terms, with: outcome.signed) }
        return conclusion
      }
      let now = await time.now()
      guard now < last else { return .failed(late) }
      try await time.wait(until: min(now.advanced(by: Self.pause), last))
    }
  }

  private func settle(_ proposal: SignedStatement) async throws -> SettlementEvent {
    guard let division = proposal.journalled(as: SettlementProposal.self).division else { return .settled([]) }
    let ledger = division.journalled(as: LockDivision.self).ledger
    do {
      guard let till = tills.first(where: { $0.ledger == ledger }) else {
        throw Refusal(.limitExceeded, blame: .us, "there is no till here that is paid at this ledger")
      }
      return .settled([try await till.settle(division).signed])
    } catch let refusal as Refusal {
      return .failed(refusal)
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

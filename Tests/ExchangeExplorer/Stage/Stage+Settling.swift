import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting

extension Stage {
  /// How a malicious payer's word to the ledger differs from what it proposes to the payee.
  enum DivisionKind: String, CaseIterable {
    case good, paysLess, otherAgreement
  }

  private struct Judgement: SettlementJudgement {
    let agrees: Bool
    func agrees(to plan: SettlementPlan, about side: ExchangeSide) -> Bool { agrees }
  }

  func plan(_ kind: PlanKind, by proposer: ExchangeRole) -> SettlementPlan {
    let first = side(proposer).items(of: .originator).count
    let fates = items.enumerated().map { index, item -> ItemFate in
      let giver: ExchangeRole = index < first ? .originator : .responder
      guard let amount = item.description.lockedAmount else {
        return switch kind {
        case .callOff, .undividedCallOff: .void
        case .fulfil, .undividedFulfil, .incomplete: .given
        case .oneSided: giver == proposer ? .void : .given
        }
      }
      return switch kind {
      case .callOff, .oneSided: .paid(.zero(amount.currency))
      case .fulfil: .paid(item.description.isBond ? .zero(amount.currency) : amount)
      case .undividedCallOff: .void
      case .undividedFulfil, .incomplete: .given
      }
    }
    return SettlementPlan(fates: kind == .incomplete ? Array(fates.dropLast()) : fates, until: Instant.start)
  }

  /// Every kind of plan that differs from the others here, with its name.
  func plans(_ kinds: [PlanKind], by proposer: ExchangeRole) -> [(kind: PlanKind, plan: SettlementPlan)] {
    var plans = [(kind: PlanKind, plan: SettlementPlan)]()
    for kind in kinds {
      let plan = plan(kind, by: proposer)
      guard plan.fates.count > 1, !plans.contains(where: { $0.plan == plan }) else { continue }
      plans.append((kind, plan))
    }
    return plans
  }

  /// What an honest party agrees to: everything as agreed, or nothing at all and all money back.
  func isAcceptable(_ plan: SettlementPlan) -> Bool {
    plan.fulfils(items) || !plan.fates.contains(.given) && plan.divisions.allSatisfy { $0.paid.minorUnits == 0 }
  }

  /// Does what an honest party's machine asks for about settling.
  func settling(as role: ExchangeRole, agreeing: Bool, at instant: Instant) -> SettlementPerformer {
    let time = VirtualTime(now: time(instant))
    let ledger = TestLedger(key: cast.ledger, arbiter: cast.arbiter.publicKey, funds: 0, time: time)
    let purse = TestPurse(at: ledger, key: cast.key(role))
    return SettlementPerformer(
      key: cast.key(role), purses: [purse], tills: [purse],
      judgement: Judgement(agrees: agreeing), time: time)
  }

  /// What a malicious party proposes; where the plan divides a lock, by a word of its own to the ledger.
  func proposal(
    _ plan: SettlementPlan, dividing lock: LockTerms?, beside other: LockTerms? = nil, _ kind: DivisionKind,
    _ pledge: PledgeKind = .good, as role: ExchangeRole, about exchange: Digest? = nil
  ) throws -> SignedStatement {
    var joining: SettlementProposal.Joining?
    if let lock, let other {
      joining = try self.joining(
        other, paid: paid(of: other, by: plan), beside: lock, paid: paid(of: lock, by: plan), under: plan, pledge,
        as: role)
    }
    return try SignedStatement(
      SettlementProposal(
        exchange: exchange ?? terms.id, party: cast.key(role).thumbprint, plan: plan,
        division: try lock.map { try division(of: $0, beside: other, under: plan, kind, as: role) }, joining: joining),
      signedBy: [cast.key(role)])
  }

  func division(
    of lock: LockTerms, beside other: LockTerms? = nil, under plan: SettlementPlan, _ kind: DivisionKind,
    as role: ExchangeRole
  ) throws -> SignedStatement {
    let none = Money.zero(lock.amount.currency)
    return try SignedStatement(
      LockDivision(
        terms: lock, ledger: cast.ledger.thumbprint, paid: kind == .paysLess ? none : paid(of: lock, by: plan),
        agreement: kind == .otherAgreement ? "another plan".documentDigest : plan.agreement(on: terms.id),
        until: plan.until,
        joined: other.map { JoinedLock(terms: $0, ledger: cast.ledger.publicKey, paid: paid(of: $0, by: plan)) },
        refund: cast.key(role).publicKey), signedBy: [cast.key(role)])
  }

  private func paid(of lock: LockTerms, by plan: SettlementPlan) -> Money {
    plan.divisions.first { items.indices.contains($0.index) && items[$0.index].path == lock.path }?.paid
      ?? .zero(lock.amount.currency)
  }

  func consent(to proposal: SignedStatement, as role: ExchangeRole) throws -> SignedStatement {
    try sign(.consent(proposal: proposal.digest), as: role)
  }
}

extension ItemDescription {
  /// The money under a lock; `nil` for other items.
  fileprivate var lockedAmount: Money? {
    switch self {
    case .lock(let amount, _, _), .bond(let amount, _, _), .reversibleLock(let amount, _, _, _): amount
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: nil
    }
  }
}

import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

// What must hold where the parties settle between themselves. A settlement that has come about takes the place of
// openings and decisions.
extension World {
  /// Of a party that has ended settled: it can prove it, it would have agreed, and everything has come as the plan says.
  func violation(
    of role: ExchangeRole, _ plan: SettlementPlan, _ meaning: LocalMeaning, _ bout: Bout, _ state: WorldState
  ) -> String? {
    let name = "the \(role.rawValue)"
    if !meaning.hasEvidence { return "evidence: \(name) cannot prove that it is settled" }
    guard bout.stage.isAcceptable(plan) || proposed(plan, role, bout, state) else {
      return "consent: \(name) has settled in a way to which it would not agree"
    }
    for slot in bout.ownSlots[role] ?? [] {
      guard case .lock = bout.ledger.slots[slot] else { continue }
      switch state[bout.number][lock: slot] {
      case .settled(let number) where bout.ledger.settlements[number].agreement == agreement(plan, bout): break
      case .refunded, .undone: break
      // It waits for the peer, who is paid all of it.
      case .frozen(let number) where isPaidInFull(bout.ledger.pledges[number], plan, bout): break
      case .absent, .held, .freed, .claimed, .settled, .frozen:
        return "own back: \(name) has settled, and its money has not become what was agreed"
      }
    }
    return dues(of: role, plan, meaning, bout, state)
  }

  private func dues(
    of role: ExchangeRole, _ plan: SettlementPlan, _ meaning: LocalMeaning, _ bout: Bout, _ state: WorldState
  ) -> String? {
    guard plan.fates.count == bout.stage.items.count else {
      return "fairness: the \(role.rawValue) has settled, and not everything is settled"
    }
    let first = bout.stage.side(role).items(of: .originator).count
    for (index, (item, fate)) in zip(bout.stage.items, plan.fates).enumerated() {
      let isOwn = (index < first) == (role == .originator)
      switch fate {
      case .paid(let paid) where !isOwn && paid.minorUnits > 0:
        let isPaid = (bout.payingSlots[role]?[item.path] ?? []).contains { slot in
          guard case .settled(let number) = state[bout.number][lock: slot] else { return false }
          return bout.ledger.settlements[number] == .init(agreement: agreement(plan, bout), paid: paid)
        }
        if !isPaid { return "fairness: the \(role.rawValue) has settled for money that it has not got" }
      case .given where !isOwn && item.description.itemClass.standsAtLedger:
        return "fairness: the \(role.rawValue) has settled for money that it has not got"
      case .given where !isOwn && item.description.itemClass.isData && !meaning.hasGoods:
        return "fairness: the \(role.rawValue) has settled for data that it has not got"
      case .void where isOwn && item.description.itemClass.isData:
        if hasData(of: role, bout, state), !holdsAll(role, meaning, bout) {
          return "fairness: the \(role.rawValue) has settled that its data does not count, and the peer has it"
        }
      case .paid, .given, .void: break
      }
    }
    return nil
  }

  /// A lock has been settled, or both have ended otherwise than the other says: then nobody ends differently. Only who has
  /// proposed a settlement that needs no ledger may find later that the peer has agreed to it.
  func unknownSettlement(
    _ role: ExchangeRole, _ end: LocalMeaning.End, _ bout: Bout, _ state: WorldState
  ) -> String? {
    for slot in bout.ledger.slots.indices {
      guard case .settled = state[bout.number][lock: slot] else { continue }
      return "one settlement: a lock was settled, and the \(role.rawValue) ends otherwise (\(end))"
    }
    guard let peer = bout.parties[role.peer],
      case .settled(let plan) = peer.meanings[state[bout.number][party: role == .originator ? 1 : 0]].end,
      !proposed(plan, role, bout, state)
    else { return nil }
    return "one settlement: the \(role.peer.rawValue) has settled, and the \(role.rawValue) ends otherwise (\(end))"
  }

  private func proposed(_ plan: SettlementPlan, _ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    has(state, bout) { statement in
      statement.kind == .settlementProposal
        && statement.signers == [bout.stage.terms.thumbprint(of: role)]
        && statement.journalled(as: SettlementProposal.self).plan == plan
    }
  }

  private func isPaidInFull(_ signed: SignedStatement, _ plan: SettlementPlan, _ bout: Bout) -> Bool {
    let pledge = signed.journalled(as: LockPledge.self)
    return pledge.agreement == agreement(plan, bout) && pledge.paid == pledge.terms.amount
  }

  private func agreement(_ plan: SettlementPlan, _ bout: Bout) -> Digest { plan.agreement(on: bout.stage.terms.id) }

  /// Whether the peer owes nothing but data, which the party has.
  private func holdsAll(_ role: ExchangeRole, _ meaning: LocalMeaning, _ bout: Bout) -> Bool {
    meaning.hasGoods && bout.stage.side(role).items(of: role.peer).allSatisfy(\.description.itemClass.isData)
  }

  /// Whether the peer can open a party's data.
  private func hasData(of role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    guard let peer = bout.parties[role.peer] else {
      return state.facts & facts.known(.secret(role), of: bout.number) != 0
    }
    return peer.states[state[bout.number][party: role == .originator ? 1 : 0]].notes.hasChecked
  }
}

import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

extension World {
  /// The property that a state breaks, in words.
  func violation(in state: WorldState) -> String? {
    for bout in moving {
      let reading = bout.arbiter.readings[state[bout.number].book]
      if reading.finals.count > 1 { return "single decision: the arbiter has signed two that exclude each other" }
      if reading.isTooLate { return "closing: the exchange was over, and the arbiter has not aborted it" }
      for role in reading.convicted where bout.parties[role] != nil {
        return "accountability: the arbiter says that it is the honest \(role.rawValue)'s fault"
      }
      for (role, table) in bout.parties {
        let meaning = table.meanings[state[bout.number][party: role == .originator ? 0 : 1]]
        if let fault = meaning.fault { return "recovery: the \(role.rawValue) \(fault)" }
        guard let end = meaning.end else { continue }
        if let broken = violation(of: role, end, meaning, bout, state) { return broken }
      }
    }
    return nil
  }

  /// Whether the arbiter has decided something.
  func asksArbiter(in state: WorldState) -> Bool { moving.contains { state[$0.number].book != 0 } }

  /// How both honest parties have ended, if they have.
  func ends(of state: WorldState) -> String? {
    var words = [String]()
    for bout in moving {
      for role in ExchangeRole.allCases {
        guard let table = bout.parties[role] else { continue }
        guard let end = table.meanings[state[bout.number][party: role == .originator ? 0 : 1]].end else { return nil }
        words.append("\(role.rawValue) \(end.words)")
      }
    }
    return words.joined(separator: ", ")
  }

  private func violation(
    of role: ExchangeRole, _ end: LocalMeaning.End, _ meaning: LocalMeaning, _ bout: Bout, _ state: WorldState
  ) -> String? {
    if case .settled(let plan) = end { return violation(of: role, plan, meaning, bout, state) }
    if let broken = unknownSettlement(role, end, bout, state) { return broken }
    let name = "the \(role.rawValue)"
    let holds = meaning.hasStatements && meaning.hasGoods && standsForIt(role, bout, state)
    let isPaid = holds || end == .compensated && hasBond(bout, state)
    if let lost = peerHas(itemOf: role, bout, state), !isPaid {
      return "fairness: \(name) has ended (\(end)) without its due, and the peer has its \(lost)"
    }
    switch end {
    case .completed:
      if !holds { return "ok means held: \(name) calls it completed and does not hold everything" }
      if !meaning.hasEvidence { return "evidence: \(name) cannot prove what it holds" }
      if isUndone(role, bout, state) {
        return "evidence: what the peer has signed for \(name) is void with an abort, and the peer has its items"
      }
      return keepsBond(role, bout, state) ? "own back: \(name) has ended (completed) and its bond is not its own" : nil
    case .compensated:
      return isPaid
        ? ownBack(role, end, bout, state) : "ok means held: \(name) calls it compensated and has no bond"
    case .aborted, .declined:
      if let broken = ownBack(role, end, bout, state) { return broken }
      if !hasOpened(role, bout, state), state.facts & facts.known(.secret(role), of: bout.number) != 0 {
        return "secrecy on abort: \(name) has opened nothing, and the peer knows its secret"
      }
      return nil
    case .settled: return nil
    case .wronged: return "trust: \(name) ends wronged although arbiter and ledger keep their word"
    }
  }

  private func ownBack(
    _ role: ExchangeRole, _ end: LocalMeaning.End, _ bout: Bout, _ state: WorldState
  ) -> String? {
    for slot in bout.ownSlots[role] ?? [] where state[bout.number][lock: slot].isLocked {
      guard case .lock = bout.ledger.slots[slot] else { continue }
      return "own back: the \(role.rawValue) has ended (\(end)) and its money is still locked"
    }
    return nil
  }

  /// Whether every ledger item of the peer's is irrevocably the party's, and every credential valid.
  func standsForIt(_ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    bout.stage.side(role).items(of: role.peer).allSatisfy { item in
      let slots = bout.payingSlots[role]?[item.path] ?? []
      guard !item.description.isBond else { return true }
      if item.description.itemClass.standsAtLedger {
        return slots.contains { state[bout.number][lock: $0] == .claimed }
      }
      return item.description.itemClass != .revocable || slots.contains { state[bout.number][lock: $0] == .held }
    }
  }

  /// Whether the responder's bond has gone to the originator.
  private func hasBond(_ bout: Bout, _ state: WorldState) -> Bool {
    bout.ledger.slots.indices.contains {
      bout.ledger.slots[$0].isBond && state[bout.number][lock: $0] == .claimed
    }
  }

  private func keepsBond(_ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    (bout.ownSlots[role] ?? []).contains {
      bout.ledger.slots[$0].isBond && state[bout.number][lock: $0] != .refunded
    }
  }

  /// An item of an honest party's that the peer has or can have at will.
  private func peerHas(itemOf role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> String? {
    for slot in bout.ownSlots[role] ?? [] where state[bout.number][lock: slot] == .claimed {
      return bout.ledger.slots[slot].isBond ? "bond" : "money"
    }
    let items = bout.stage.side(role).items(of: role)
    let isResolved = bout.arbiter.readings[state[bout.number].book].finals.contains(.resolved)
    let (hasSecret, hasGoods): (Bool, Bool)
    if let peer = bout.parties[role.peer] {
      let local = state[bout.number][party: role == .originator ? 1 : 0]
      hasSecret = peer.states[local].notes.hasSecret
      hasGoods = peer.states[local].notes.hasChecked
    } else {
      hasSecret = state.facts & facts.known(.secret(role), of: bout.number) != 0
      hasGoods = hasSecret
    }
    if hasGoods, items.contains(where: \.description.itemClass.isData) { return "data" }
    guard hasSecret || isResolved, hasCommitted(role, bout, state) else { return nil }
    return items.contains { item in
      guard item.isConditional else { return false }
      let status = bout.payingSlots[role.peer]?[item.path] ?? []
      return status.allSatisfy { state[bout.number][lock: $0] != .undone }
    } ? "statement" : nil
  }

  /// Whether an abort that came after both had opened takes from a party what it has given for.
  private func isUndone(_ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    guard let table = bout.parties[role], peerHas(itemOf: role, bout, state) != nil,
      let abort = bout.arbiter.readings[state[bout.number].book].abort
    else { return false }
    return !table.counts(in: state[bout.number][party: role == .originator ? 0 : 1], despite: abort)
  }

  /// Whether the party's commitment has left it.
  private func hasCommitted(_ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    has(state, bout) { $0.kind == (role == .originator ? .commitOriginator : .commitResponder) }
  }

  private func hasOpened(_ role: ExchangeRole, _ bout: Bout, _ state: WorldState) -> Bool {
    has(state, bout) { $0.kind == (role == .originator ? .openOriginator : .openResponder) }
  }
}

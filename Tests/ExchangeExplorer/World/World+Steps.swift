import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

extension World {
  /// Calls `visit` for each step from a state. Returns what has to be found out first, and then nothing was complete.
  func steps(from state: WorldState, _ visit: (WorldState, Step) -> Void) -> Gap? {
    guard let instant = Instant(rawValue: UInt8(state.instant)) else { return nil }
    for bout in moving {
      for role in ExchangeRole.allCases {
        guard let table = bout.parties[role] else { continue }
        if let gap = moves(of: table, bout, state, instant, visit) { return gap }
      }
      if let gap = calls(bout, state, instant, visit) ?? dealings(bout, state, instant, visit) { return gap }
      windowEnds(bout, state, visit)
      if setting.weather.broken.contains(.expiringLocks) { locksExpire(bout, state, visit) }
    }
    if setting.weather.clock { timePasses(state, instant, visit) }
    return nil
  }

  // MARK: Honest parties

  private func moves(
    of table: PartyTable, _ bout: Bout, _ state: WorldState, _ instant: Instant, _ visit: (WorldState, Step) -> Void
  ) -> Gap? {
    let place = table.role == .originator ? 0 : 1
    let actor: Step.Actor = table.role == .originator ? .originator : .responder
    let local = state[bout.number][party: place]
    guard let moves = table.moves(of: local, at: instant, letters: bout.letters.count) else {
      return .moves(table, local, instant)
    }
    func become(_ next: Int, _ state: WorldState, _ step: Step) {
      var state = state
      state[bout.number][party: place] = next
      state.facts |= table.emitted[next]
      visit(state, step)
    }
    if setting.weather.broken.contains(.forgetfulJournal), let earlier = table.parents[local] {
      become(earlier, state, Step(bout: bout.number, role: table.role, kind: .forgetting, actor: .others))
    }
    eachMove: for (index, move) in moves.enumerated() where move.needs & ~state.facts == 0 {
      if let absent = move.absent, state[bout.number][lock: absent] != .absent { continue }
      if let (slot, standing) = move.standing, state[bout.number][lock: slot] != standing { continue }
      let step = Step(
        bout: bout.number, role: table.role, kind: .move(index), actor: move.doing == .own ? actor : .others)
      switch move.kind {
      case .event(let next): become(next, state, step)
      case .ledger(let calls, let conclude):
        var (after, answers) = (state, [Int]())
        for (count, call) in calls.enumerated() {
          let slot = bout.ledger.call(call).slot
          let standing = after[bout.number][lock: slot]
          guard let effect = bout.ledger.effect(of: call, at: standing, instant) else {
            return .ledger(bout.ledger, call, standing, instant)
          }
          after[bout.number][lock: slot] = effect.standing
          answers.append(effect.answer)
          if setting.weather.crashes {
            visit(
              after,
              Step(bout: bout.number, role: table.role, kind: .cut(index, effects: count + 1), actor: .others))
          }
          if bout.ledger.answers[effect.answer] == .waiting { continue eachMove }
          if case .refused = bout.ledger.answers[effect.answer], move.stopsAtRefusal { break }
        }
        let conclusion = PartyTable.Conclusion(state: local, instant: instant, move: index, answers: answers)
        guard let next = table.conclusion(conclusion) else {
          return .conclusion(table, conclusion, conclude(answers.map { bout.ledger.answers[$0] }))
        }
        become(next, after, step)
      case .call(let call):
        let (book, ended) = (state[bout.number].book, state[bout.number].ended)
        guard let effect = bout.arbiter.effect(of: call, on: book, at: instant, ended: ended) else {
          return .arbiter(bout.arbiter, call, book, instant, ended)
        }
        let conclusion = PartyTable.Conclusion(
          state: local, instant: instant, move: index, answers: [effect.answer])
        guard let next = table.conclusion(conclusion) else {
          let event = table.event(bout.arbiter.answers[effect.answer], in: local)
          return .conclusion(table, conclusion, event.map { [$0] } ?? [])
        }
        become(next, decided(state, bout, effect.book), step)
      }
    }
    return nil
  }

  private func decided(_ state: WorldState, _ bout: Bout, _ book: Int) -> WorldState {
    let before = state[bout.number].book
    guard book != before else { return state }
    var state = state
    let (old, new) = (bout.arbiter.readings[before], bout.arbiter.readings[book])
    state[bout.number].book = book
    if old.decision != new.decision { state[bout.number].ended = false }
    state.facts |= new.facts
    return state
  }

  // MARK: Others

  private func calls(
    _ bout: Bout, _ state: WorldState, _ instant: Instant, _ visit: (WorldState, Step) -> Void
  ) -> Gap? {
    let (book, ended) = (state[bout.number].book, state[bout.number].ended)
    for (index, call) in bout.calls.enumerated() where call.needs & ~state.facts == 0 {
      guard let effect = bout.arbiter.effect(of: call.call, on: book, at: instant, ended: ended) else {
        return .arbiter(bout.arbiter, call.call, book, instant, ended)
      }
      let next = decided(state, bout, effect.book)
      if next != state { visit(next, Step(bout: bout.number, role: nil, kind: .call(index), actor: .others)) }
    }
    return nil
  }

  private func dealings(
    _ bout: Bout, _ state: WorldState, _ instant: Instant, _ visit: (WorldState, Step) -> Void
  ) -> Gap? {
    for (index, dealing) in bout.dealings.enumerated() where dealing.needs & ~state.facts == 0 {
      if let (slot, standing) = dealing.standing, state[bout.number][lock: slot] != standing { continue }
      let slot = bout.ledger.call(dealing.call).slot
      let standing = state[bout.number][lock: slot]
      guard let effect = bout.ledger.effect(of: dealing.call, at: standing, instant) else {
        return .ledger(bout.ledger, dealing.call, standing, instant)
      }
      guard effect.standing != standing else { continue }
      var next = state
      next[bout.number][lock: slot] = effect.standing
      next.facts |= dealing.gives
      visit(next, Step(bout: bout.number, role: nil, kind: .dealing(index), actor: .others))
    }
    return nil
  }

  // MARK: Time

  private func locksExpire(_ bout: Bout, _ state: WorldState, _ visit: (WorldState, Step) -> Void) {
    for slot in bout.ledger.slots.indices where state[bout.number][lock: slot] == .held {
      guard case .lock = bout.ledger.slots[slot] else { continue }
      var next = state
      next[bout.number][lock: slot] = .refunded
      visit(next, Step(bout: bout.number, role: nil, kind: .lockExpires, actor: .others))
    }
  }

  /// Assumption SW: the window of an honest party ends only when it has come, looked and acted, or has no need to.
  private func windowEnds(_ bout: Bout, _ state: WorldState, _ visit: (WorldState, Step) -> Void) {
    guard !state[bout.number].ended,
      let decision = bout.arbiter.readings[state[bout.number].book].decision, decision.closes != nil
    else { return }
    let protected: ExchangeRole = decision.verdict == .pending ? .responder : .originator
    if !setting.weather.broken.contains(.absence), let table = bout.parties[protected] {
      let meaning = table.meanings[state[bout.number][party: protected == .originator ? 0 : 1]]
      guard meaning.end != nil || meaning.hasGoods else { return }
    }
    var next = state
    next[bout.number].ended = true
    visit(next, Step(bout: bout.number, role: nil, kind: .windowEnds, actor: .clock))
  }

  private func timePasses(_ state: WorldState, _ instant: Instant, _ visit: (WorldState, Step) -> Void) {
    guard let later = instant.next else { return }
    for bout in moving {
      let decision = bout.arbiter.readings[state[bout.number].book].decision
      // An originator that has opened comes to the arbiter in time: it opens only when there is time enough.
      if !setting.weather.broken.contains(.absence), later == .closed, decision == nil, isExposed(bout, state) {
        return
      }
      guard !state[bout.number].ended else { continue }
      // An open window that would be over by then has to end by its own step first.
      if let closes = decision?.closes, closes <= bout.stage.time(later) { return }
    }
    var next = state
    next.instant = UInt64(later.rawValue)
    visit(next, Step(bout: 0, role: nil, kind: .timePasses, actor: .clock))
  }

  /// Whether an honest originator has opened and has not got its due. One that has may still wait for what becomes of a
  /// proposal of its own.
  private func isExposed(_ bout: Bout, _ state: WorldState) -> Bool {
    guard setting.weather.hasArbiter, let table = bout.parties[.originator] else { return false }
    let meaning = table.meanings[state[bout.number][party: 0]]
    let hasAll = meaning.hasStatements && meaning.hasGoods && standsForIt(.originator, bout, state)
    guard meaning.end == nil, !(bout.stage.setting.settles && hasAll) else { return false }
    return has(state, bout) { $0.kind == .openOriginator }
  }
}

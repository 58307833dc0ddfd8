import SemperCryptography
import SemperExchange

extension World {
  /// A sentence about the step that leads from one state to the next.
  func words(from state: WorldState, to next: WorldState) -> String {
    var found: Step?
    _ = steps(from: state) { reached, step in
      if found == nil, reached == next { found = step }
    }
    guard let step = found else { return "something that cannot be told" }
    let place = bouts.count > 1 ? "[exchange \(step.bout + 1)] " : ""
    return place + words(step, state)
  }

  private func words(_ step: Step, _ state: WorldState) -> String {
    let bout = bouts[step.bout]
    func move(_ index: Int) -> String {
      guard let role = step.role, let table = bout.parties[role], let instant = Instant(rawValue: UInt8(state.instant)),
        let moves = table.moves(
          of: state[step.bout][party: role == .originator ? 0 : 1], at: instant, letters: bout.letters.count)
      else { return "moves" }
      return "the \(role.rawValue) \(moves[index].words)"
    }
    switch step.kind {
    case .move(let index): return move(index)
    case .cut(let index, let effects):
      return move(index) + ", but its process dies after \(effects) of it, before anything is written down"
    case .call(let index): return "the arbiter gets \(bout.calls[index].words)"
    case .dealing(let index): return "the malicious party \(bout.dealings[index].words)"
    case .windowEnds: return "the complaint window ends"
    case .forgetting: return "the \(step.role?.rawValue ?? "party") dies and has lost its last event"
    case .lockExpires: return "a lock goes back to its owner by time alone"
    case .timePasses:
      return state.instant == 0 ? "it becomes too late to open" : "the exchange closes"
    }
  }

  /// Whether an honest party of the exchange has sent a statement like this.
  func has(_ state: WorldState, _ bout: Bout, _ fits: (SignedStatement) -> Bool) -> Bool {
    var rest = state.facts
    while rest != 0 {
      let number = rest.trailingZeroBitCount
      rest &= rest - 1
      let placed = facts[number]
      if placed.bout == bout.number, case .sent(let statement) = placed.fact, fits(statement) { return true }
    }
    return false
  }
}

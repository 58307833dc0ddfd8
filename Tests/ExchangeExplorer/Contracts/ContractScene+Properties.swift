import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

extension ContractScene {
  func violation(in state: State) throws -> String? {
    let local = state.coordinator
    if let fault = try table.judgement(local, { try fault(of: local) }) { return "the coordinator: \(fault)" }
    let out = opened(in: state)
    let committed = table.committed(local)
    if !out.isEmpty, committed.count < stand.sides.count {
      return "all or nobody: the coordinator opens before all have committed"
    }
    switch table.outcome(local) {
    case .concluded?, nil: return nil
    case .calledOff?:
      if !out.isEmpty { return "all or nobody: called off, and a part has got out" }
      for party in stand.sides.indices where counts(party, state) {
        return "all or nobody: called off, and the part of party \(party + 1) counts"
      }
      for party in stand.sides.indices
      where firsts[party].map({ state.facts & bit($0) != 0 }) == true && !isAborted(party, state) {
        return "all or nobody: called off, and party \(party + 1) can still have its part made to count"
      }
      return nil
    case .incomplete?:
      if !out.isEmpty, out.count < stand.sides.count, state.instant == .early {
        return "all or nobody: it has opened to some, with time enough to open to all"
      }
      let counting = stand.sides.indices.filter { counts($0, state) }
      if counting.isEmpty { return "judgement: incomplete, and the part of nobody counts" }
      if counting.count == stand.sides.count { return "judgement: it binds, and its coordinator cannot show it" }
      if try isProvable(state) { return "judgement: a part is missing, and it can be shown to bind" }
      return mayBeIncomplete(state, out) ? nil : "effectiveness: all had committed, and it is incomplete"
    }
  }

  /// Whether a judge can be brought to hold that it binds, with all that was ever said and what the arbiter has decided.
  private func isProvable(_ state: State) throws -> Bool {
    let claims = stand.sides.indices.map { self.claims(about: $0, state) }
    let all: [[ContractProof]] = claims.reduce([[]]) { some, more in
      some.flatMap { proofs in more.map { proofs + [$0] } }
    }
    // Also twice the part of one.
    let doubled = claims.joined().map { [$0, $0] }
    return (all + doubled).contains { proofs in
      do {
        try ContractJudge.requireBinding(stand.contract, proofs)
        return true
      } catch { return false }
    }
  }

  private func claims(about party: Int, _ state: State) -> [ContractProof] {
    guard let first = firsts[party] else { return [] }
    var titles = [ContractProof.Title]()
    if let decision = arbiter.decisions[state.books[party]] { titles.append(.resolved(decision)) }
    for third in thirds where third.party == party && state.facts & third.bit != 0 {
      titles.append(.opened(third.statement, third.answer))
    }
    return seconds[party].flatMap { second in
      titles.map { ContractProof(record: stand.record(first, second, party), title: $0) }
    }
  }

  /// Whether a part may count alone: a party called the arbiter before all had committed, or has sealed garbage, for
  /// which the arbiter says that it is at fault.
  private func mayBeIncomplete(_ state: State, _ out: Set<Int>) -> Bool {
    guard out.count == stand.sides.count else { return true }
    return stand.sides.indices.contains { arbiter.verdict(in: state.books[$0])?.cause == .faultResponder }
  }

  /// With whom the coordinator has opened.
  func opened(in state: State) -> Set<Int> { Set(thirds.filter { state.facts & $0.bit != 0 }.map(\.party)) }

  /// Whether the coordinator has opened with somebody and does not have its due yet: then it comes to the arbiter in time.
  func isExposed(_ state: State) -> Bool {
    opened(in: state).contains { party in
      !table.machine(state.coordinator).exchange(party).isFinished && arbiter.verdict(in: state.books[party]) == nil
    }
  }

  private func isAborted(_ party: Int, _ state: State) -> Bool {
    arbiter.verdict(in: state.books[party])?.verdict == .aborted
  }

  /// Whether anybody could prove that the part of a party counts, with all that was ever said.
  private func counts(_ party: Int, _ state: State) -> Bool {
    if arbiter.verdict(in: state.books[party])?.verdict == .resolved { return true }
    return thirds.contains { $0.party == party && state.facts & $0.bit != 0 }
  }

  /// What its own state must be, wherever everybody else stands.
  private func fault(of local: Int) throws -> String? {
    if let fault = table.fault(local) { return fault }
    guard case .concluded(let proofs)? = table.outcome(local) else { return nil }
    do { try ContractJudge.requireBinding(stand.contract, proofs) } catch {
      return "calls it concluded and cannot show it: \(error.detail)"
    }
    return nil
  }
}

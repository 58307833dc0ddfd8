import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

extension PieceScene {
  func violation(in state: State) throws -> String? {
    for role in roles {
      guard let table = tables[role] else { continue }
      let local = state[role]
      if let fault = try table.judgement(local, { try fault(of: role, local, table) }) {
        return "the \(role.rawValue): \(fault)"
      }
      if let unfair = unfairness(to: role, state, table) { return "level I: the \(role.rawValue) \(unfair)" }
    }
    return nil
  }

  /// At most one piece of difference at every moment, and for who opens second none.
  private func unfairness(to role: ExchangeRole, _ state: State, _ table: PieceTable) -> String? {
    let (holds, out) = (held(table, state[role]), out(of: role, state))
    let most = role == .originator ? holds + 1 : holds
    if out.count > most { return "has given \(out.count) pieces and holds \(holds)" }
    if out != Set(1..<(out.count + 1)) { return "has given pieces out of their order" }
    switch table.outcome(state[role]) {
    case .completed?:
      let all = stand.setting.pieces
      if out.count != all || holds != all { return "calls it complete, gave \(out.count) and holds \(holds)" }
      // An originator that has the last piece needs nobody's word for it.
      let words = role == .responder ? lastWords(table.notes(state[role])) : []
      if words.contains(where: { $0.reason != .complete }) {
        return "calls it complete, and the other side does not"
      }
      let hasTold = role == .responder || said(by: role, in: state).contains { $0.kind == .endPieces }
      return hasTold ? nil : "has all and has not said so"
    case .stopped(_, let gave, let has)?, .wronged(let gave, let has)?:
      return gave == out.count && has == holds
        ? nil : "says that it gave \(gave) and holds \(has), but it gave \(out.count) and holds \(holds)"
    case .declined?: return out.isEmpty ? nil : "says that nothing was given, but it gave \(out.count)"
    case nil: return nil
    }
  }

  /// How many pieces are here, opened and compared, without a gap.
  private func held(_ table: PieceTable, _ local: Int) -> Int {
    table.held(local) {
      let good = Set(table.notes(local).compactMap { if case .good(let number) = $0 { number } else { nil } })
      return (1...).prefix { good.contains($0) }.count
    }
  }

  private func lastWords(_ notes: [PieceEvent]) -> [EndPieces] {
    notes.compactMap { event in
      guard case .received(let statement) = event, statement.kind == .endPieces else { return nil }
      return statement.journalled(as: EndPieces.self)
    }
  }

  private func out(of role: ExchangeRole, _ state: State) -> Set<Int> {
    Set(said(by: role, in: state).compactMap(\.piece))
  }

  // MARK: What one party's own state must be

  private func fault(of role: ExchangeRole, _ local: Int, _ table: PieceTable) throws -> String? {
    if let fault = table.fault(local) { return fault }
    let holds = held(table, local)
    let machine = table.machine(local)
    if machine.holds != holds { return "counts \(machine.holds) pieces and holds \(holds)" }
    for case .received(let statement) in table.notes(local)
    where statement.signers.first == stand.terms.thumbprint(of: role)
      || letters.contains(where: { $0.isForged && $0.statement == statement })
    {
      return "has taken what nobody may take: \(letters.first { $0.statement == statement }?.words ?? "")"
    }
    for statement in table.sent(in: local) where statement.kind == .endPieces {
      let end = statement.journalled(as: EndPieces.self)
      if end.holds > holds { return "signs for \(end.holds) pieces and holds \(holds)" }
      if end.holds < holds { return "signs for \(end.holds) pieces only and holds \(holds)" }
      let isBad = table.notes(local).contains { if case .bad = $0 { true } else { false } }
      if (end.reason == .badPiece) != isBad { return "says “\(end.reason.rawValue)” of the other side's pieces" }
    }
    guard table.outcome(local) != nil else { return nil }
    return try evidence(of: role, local, table, holds) ?? accusation(against: role, local, table)
  }

  /// What its journal shows, as anybody would judge it.
  private func evidence(of role: ExchangeRole, _ local: Int, _ table: PieceTable, _ holds: Int) throws -> String? {
    let bundle = try PieceBundle(stand.side(role), events: table.notes(local))
    let report = PieceJudge.judge(bundle)
    if let fault = report.links.first(where: { $0.fault != nil }) {
      return "its evidence does not hold: \(fault.name): \(fault.fault?.description ?? "")"
    }
    if report.given[role.peer, default: 0] != holds {
      return "it holds \(holds) pieces, and its evidence shows \(report.given[role.peer, default: 0])"
    }
    let gave = table.notes(local).count { if case .signed(let own) = $0 { own.kind == .openPiece } else { false } }
    let claimed = lastWords(table.notes(local)).map(\.holds).max() ?? 0
    if report.given[role, default: 0] > max(gave, claimed) { return "its evidence shows pieces that it never gave" }
    if report.convicted.contains(role) { return "its own evidence convicts it" }
    let isHonest = stand.setting.isHonest(role.peer)
    switch table.outcome(local) {
    case .wronged?:
      if isHonest { return "is wronged by an honest peer" }
      return report.convicted.contains(role.peer) ? nil : "was given a bad piece and cannot prove it"
    case .completed?, .stopped?, .declined?, nil:
      return isHonest && report.convicted.contains(role.peer) ? "its evidence convicts an honest peer" : nil
    }
  }

  /// What its peer could bring against it: all that it has said, and a proof that is none.
  private func accusation(against role: ExchangeRole, _ local: Int, _ table: PieceTable) throws -> String? {
    var statements = [SignedStatement]()
    var locked = [LockedItem]()
    for event in table.notes(local) {
      switch event {
      case .signed(let statement):
        if !statements.contains(statement) { statements.append(statement) }
        if statement.kind == .commitPieces { locked = statement.journalled(as: CommitPieces.self).locked }
      case .received(let statement): if !statements.contains(statement) { statements.append(statement) }
      default: continue
      }
    }
    for number in locked.indices {
      guard let data = locked[number].ciphertext else { continue }
      let proof = PieceProof(giver: role, number: number + 1, proof: try stand.goods.allegation(data))
      let bundle = try PieceBundle(terms: stand.terms, items: stand.items, statements: statements, proofs: [proof])
      if PieceJudge.judge(bundle).convicted.contains(role) { return "an unfounded proof convicts it" }
    }
    return nil
  }
}

import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

// Settling jointly, as an honest party's home does it.
extension MoveBuilder {
  /// People may want to propose at any time, whatever the machine makes of it; but not that data counts as given which
  /// they have not got.
  mutating func addWishes() throws {
    for (kind, plan) in stage.plans([.callOff, .fulfil, .undividedCallOff], by: role) {
      guard kind != .fulfil || table.meanings[state].hasGoods else { continue }
      try event(.settlement(.wanted(plan)), .own, "wants to settle: \(kind.rawValue)")
    }
  }

  mutating func add(_ action: SettlementAction) async throws {
    switch action {
    case .propose:
      let proposed = try await stage.settling(as: role, agreeing: true, at: instant).perform(
        action, of: stage.side(role))
      try event(proposed, .own, "makes its proposal, or sees that it cannot be made")
    case .judge(let proposal): try await addJudging(action, proposal)
    case .follow(let proposal): try addFollowing(proposal)
    case .settle(let proposal): try addSettling(proposal)
    }
  }

  private mutating func addJudging(_ action: SettlementAction, _ proposal: SignedStatement) async throws {
    let isAcceptable = stage.isAcceptable(proposal.journalled(as: SettlementProposal.self).plan)
    for agrees in isAcceptable ? [true, false] : [false] {
      let judged = try await stage.settling(as: role, agreeing: agrees, at: instant).perform(
        action, of: stage.side(role))
      try event(judged, .own, agrees ? "agrees to settle, if there is time" : "does not agree to settle")
    }
    // What was asked about another proposal, before this one came, may be answered now.
    for (number, letter) in letters.enumerated()
    where letter.statement.kind == .settlementProposal && letter.statement != proposal {
      // What nobody lets in may be nothing that can be read.
      guard table.isAdmitted(number, of: letters, in: state),
        stage.isAcceptable(letter.statement.journalled(as: SettlementProposal.self).plan)
      else { continue }
      let late = ExchangeEvent.settlement(.agreed(letter.statement.digest))
      try event(
        late, .network, "says that it agrees to \(letter.words), which another has replaced", needs: letter.needs)
    }
  }

  /// Looks at the lock; when all time is over, nothing has come of the proposal.
  private mutating func addFollowing(_ proposal: SignedStatement) throws {
    let content = proposal.journalled(as: SettlementProposal.self)
    let late = ExchangeEvent.settlement(
      .failed(Refusal(.tooLate, blame: .peer, "the peer has not agreed to the settlement in time")))
    guard let division = content.division?.journalled(as: LockDivision.self) else {
      if instant != .early { try event(late, .own, "finds that nobody has agreed in time") }
      return
    }
    if let joining = content.joining { return try addFollowing(division, joining.pledge, late) }
    let look = table.ledger.number(of: LedgerTable.Call(slot: table.ledger.slot(.lock(division.terms)), request: .look))
    let (isOver, ledgers) = (instant == .closed, KeySet([stage.cast.ledger.publicKey]))
    ledger([look], "looks what has become of its proposal") { answers in
      switch answers.first {
      case .done(let signed):
        guard let outcome = try? VerifiedStatement<LockOutcome>(verifying: signed, keys: ledgers) else { return [] }
        return [.settlement(SettlementCheck.conclusion(of: division, from: outcome))]
      case .open: return isOver ? [late] : []
      case .refused, .waiting, nil: return []
      }
    }
  }

  private mutating func addSettling(_ proposal: SignedStatement) throws {
    let content = proposal.journalled(as: SettlementProposal.self)
    guard let signed = content.division else { return }
    if let joining = content.joining { return try addSettling(signed, joining.pledge) }
    let slot = table.ledger.slot(.lock(signed.journalled(as: LockDivision.self).terms))
    let request = LedgerTable.Request.settle(signed, by: stage.cast.key(role).thumbprint)
    let call = table.ledger.number(of: LedgerTable.Call(slot: slot, request: request))
    ledger([call], "brings the payer's word to the ledger") { answers in
      switch answers.first {
      case .done(let outcome): [.settlement(.settled([outcome]))]
      case .refused(let refusal): [.settlement(.failed(refusal))]
      case .open, .waiting, nil: []
      }
    }
  }
}

import SemperCryptography
import SemperModel
import SemperPayments

// We have opened, and everything of the originator's is ours: only our bond has to come back.
extension ResponderMachine {
  /// An originator that keeps silent about good data is resolved against, which gives the bond free too.
  func awaitingAcceptance(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent) -> State {
    switch event {
    case .received(let acceptance) where acceptance.kind == .accept: .recoveringBond(commits, with: acceptance)
    case .timePassed(until): .signingBondCall(commits, accepts: false)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func recoveringBond(_ event: ExchangeEvent) -> State {
    switch event {
    case .released: .done(.completed)
    case .securingRefused(let refusal): .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func signedBondCall(_ commits: Commits, _ kind: StatementKind, _ event: ExchangeEvent) -> State {
    switch event {
    case .signed(let call) where call.kind == kind: .callingForBond(commits, call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func callingForBond(
    _ commits: Commits, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let statement, _, _): decidedOnBond(commits, call, statement, now)
    case .arbiterRefused(let denial): .done(.wronged(denial.refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  /// An abort gives the bond back as a resolution does: the originator has asked for it in spite of its opening, or the
  /// exchange was over before anybody called. Of what else we have locked, the originator has had its due.
  private func decidedOnBond(
    _ commits: Commits, _ call: SignedStatement, _ statement: SignedStatement, _ now: Timestamp
  ) -> State {
    let decision = statement.journalled(as: ArbiterDecision.self)
    switch decision.verdict {
    case .aborted, .resolved: return .recoveringBond(commits, with: statement)
    case .failed: return .releasing(commits, decision: statement)
    case .pending where call.kind == .resolve: return .signingBondCall(commits, accepts: true)
    case .pending, .disclosed: return .callingForBond(commits, call, notBefore: again(decision, now))
    }
  }
}

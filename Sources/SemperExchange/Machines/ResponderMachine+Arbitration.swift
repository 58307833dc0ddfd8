import SemperCryptography
import SemperModel
import SemperPayments

// With the arbiter.
extension ResponderMachine {
  func signedCall(
    _ commits: Commits, _ kind: StatementKind, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .signed(let call) where call.kind == kind: .calling(commits, call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func calling(
    _ commits: Commits, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let statement, let secret, _):
      return decided(commits, call, statement, secret, now)
    // A late opening ends it at once, as for the originator.
    case .received(let third) where third.kind == .openOriginator && call.kind == .resolve:
      let secret = third.journalled(as: OpenOriginator.self).secret
      return commits.statementsCount(of: .originator, with: secret)
        ? checked(commits, secret, .originator) : unchanged
    case .arbiterRefused(let denial): return .done(.wronged(denial.refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  func decided(
    _ commits: Commits, _ call: SignedStatement, _ statement: SignedStatement, _ secret: OpeningSecret?,
    _ now: Timestamp
  ) -> State {
    let decision = statement.journalled(as: ArbiterDecision.self)
    switch decision.verdict {
    case .aborted, .failed:
      return commits.locked(of: .responder).reclaimed(with: statement).isEmpty
        ? .done(.aborted) : .releasing(commits, decision: statement)
    case .pending:
      guard let secret, call.kind == .resolve else {
        return .calling(commits, call, notBefore: again(decision, now))
      }
      return checked(commits, secret, .arbiterPending)
    // The originator may complain; nothing of its own is ours before that is over.
    case .disclosed: return .calling(commits, call, notBefore: again(decision, now))
    case .resolved:
      // A complaint that came after the window has proved that the data is bad, and changes nothing any more.
      guard call.kind != .complain else { return .done(Self.complainedTooLate) }
      // An accepted check is not repeated; otherwise the data still has to be opened.
      guard call.kind == .resolve, !commits.data(of: .originator).isEmpty, let secret else {
        return resolved(commits, statement)
      }
      return checked(commits, secret, .arbiterResolved(statement))
    }
  }

  func releasing(_ event: ExchangeEvent) -> State {
    switch event {
    case .released: .done(.aborted)
    case .securingRefused(let refusal): .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func again(_ decision: ArbiterDecision, _ now: Timestamp) -> Timestamp { side.whenToAsk(after: decision, at: now) }
}

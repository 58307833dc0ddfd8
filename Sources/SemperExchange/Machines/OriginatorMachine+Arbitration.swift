import SemperCryptography
import SemperModel
import SemperPayments

// With the arbiter.
extension OriginatorMachine {
  func signedCall(_ commits: Commits, _ kind: StatementKind, _ event: ExchangeEvent) -> State {
    switch event {
    case .signed(let call) where call.kind == kind: .calling(commits, call: call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func calling(
    _ commits: Commits, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let decision, let secret, let second):
      if let second, second.digest != commits.second.digest {
        return decidedOnAnother(decision, secret, commits.answered(by: second), call, now)
      }
      return decided(decision, secret, commits, call, now)
    case .received(let fourth) where fourth.kind == .openResponder && call.kind == .resolve:
      return answered(fourth, commits) ?? unchanged
    case .arbiterRefused(let denial): return .done(.wronged(denial.refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  /// The responder has bound itself twice, and the arbiter was shown the other M2: that one counts from now on. Its
  /// ciphertext is another one too, so fetch it before the decision is used; then the arbiter is called about it.
  private func decidedOnAnother(
    _ statement: SignedStatement, _ secret: OpeningSecret?, _ commits: Commits, _ call: SignedStatement,
    _ now: Timestamp
  ) -> State {
    switch statement.journalled(as: ArbiterDecision.self).verdict {
    case .aborted, .failed: decided(statement, secret, commits, call, now)
    case .pending, .disclosed, .resolved:
      commits.data(of: .responder).isEmpty
        ? decided(statement, secret, commits, call, now) : .fetchingToResolve(commits)
    }
  }

  private func decided(
    _ statement: SignedStatement, _ secret: OpeningSecret?, _ commits: Commits, _ call: SignedStatement,
    _ now: Timestamp
  ) -> State {
    let decision = statement.journalled(as: ArbiterDecision.self)
    switch decision.verdict {
    case .aborted: return released(Bound(commits.first), statement)
    case .failed:
      return commits.bond == nil
        ? released(Bound(commits.first), statement) : .securing(commits, .decision(statement))
    case .pending: return .calling(commits, call: call, notBefore: again(decision, now))
    case .disclosed:
      guard let secret, call.kind == .resolve else {
        return .calling(commits, call: call, notBefore: again(decision, now))
      }
      return checked(commits, secret, .arbiterDisclosed)
    case .resolved:
      // A complaint that came after the window has proved that the data is bad, and changes nothing any more.
      guard call.kind != .complain else { return .done(Self.complainedTooLate) }
      // An accepted check is not repeated; otherwise the data still has to be opened.
      guard call.kind == .resolve, !commits.data(of: .responder).isEmpty, let secret else {
        return secured(commits, .decision(statement))
      }
      return checked(commits, secret, .arbiterResolved(statement))
    }
  }

  /// The answer to our abort. The responder may have come first; then the exchange goes on, and M2 came along.
  func decidedInstead(
    _ statement: SignedStatement, _ bound: Bound, _ commits: Commits?, _ call: SignedStatement, _ now: Timestamp
  ) -> State {
    let decision = statement.journalled(as: ArbiterDecision.self)
    let later = State.aborting(bound, call: call, notBefore: again(decision, now))
    switch decision.verdict {
    case .aborted, .failed: return released(bound, statement)
    case .pending: return later
    case .disclosed, .resolved:
      // Without M2 at hand a resolution cannot be used yet; the arbiter gives M2 along, so ask again.
      guard let commits else { return later }
      if !commits.data(of: .responder).isEmpty { return .fetchingToResolve(commits) }
      return decision.verdict == .resolved ? secured(commits, .decision(statement)) : later
    }
  }

  func fetchingToResolve(_ commits: Commits, _ event: ExchangeEvent) -> State {
    switch event {
    case .goodsFetched: .signingResolve(commits)
    // The arbiter resolves only what it holds itself, so this is not the peer's fault, whoever is blamed for the bytes.
    case .goodsRefused(let refusal):
      .done(.wronged(refusal.blame == .us ? refusal : Refusal(refusal.code, blame: .provider, refusal.detail)))
    case .locked, .lockRefused, .signed, .received, .goodsGood, .goodsBad, .secured, .securingRefused, .released,
      .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  private func released(_ bound: Bound, _ decision: SignedStatement) -> State {
    let items = bound.locked.reclaimed(with: decision)
    return items.isEmpty ? .done(.aborted) : .releasing(items, first: bound.first, decision: decision)
  }

  private func again(_ decision: ArbiterDecision, _ now: Timestamp) -> Timestamp {
    side.whenToAsk(after: decision, at: now)
  }

  func hasFailed(_ means: SecuringMeans) -> Bool {
    switch means {
    case .opening: false
    case .decision(let decision): decision.journalled(as: ArbiterDecision.self).verdict == .failed
    }
  }
}

import SemperCryptography
import SemperModel

// Bound: forward only.
extension ResponderMachine {
  func committed(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent) -> State {
    switch event {
    case .received(let third) where third.kind == .openOriginator:
      opened(commits, third.journalled(as: OpenOriginator.self).secret)
    case .timePassed(until), .giveUp: .signingResolve(commits)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  /// Only the arbiter can make a statement count that does not count with its signer's own opening.
  private func opened(_ commits: Commits, _ secret: OpeningSecret) -> State {
    commits.statementsCount(of: .originator, with: secret)
      ? checked(commits, secret, .originator) : .signingResolve(commits)
  }

  func checked(_ commits: Commits, _ secret: OpeningSecret, _ source: Source) -> State {
    commits.data(of: .originator).isEmpty
      ? afterCheck(commits, secret, source) : .checking(commits, secret, source)
  }

  func checking(
    _ commits: Commits, _ secret: OpeningSecret, _ source: Source, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .goodsGood: return afterCheck(commits, secret, source)
    case .goodsBad(let path, let proof):
      switch source {
      case .originator, .arbiterPending:
        return .signingComplaint(commits, secret, path: path, proof)
      case .arbiterResolved:
        // The proof is kept as evidence, but it can no longer turn the decision.
        return .done(Self.complainedTooLate)
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  static let complainedTooLate = ExchangeOutcome.wronged(
    Refusal(.goodsInvalid, blame: .peer, "the data is bad, and the complaint window is over"))

  func afterCheck(_ commits: Commits, _ secret: OpeningSecret, _ source: Source) -> State {
    switch source {
    case .originator:
      commits.ledgerItems(of: .originator).isEmpty
        ? .signingOpen(commits) : .securing(commits, .opening(secret))
    case .arbiterPending: .signingAccept(commits)
    case .arbiterResolved(let decision): resolved(commits, decision)
    }
  }

  func resolved(_ commits: Commits, _ decision: SignedStatement) -> State {
    commits.ledgerItems(of: .originator).isEmpty
      ? settled(commits, decision) : .securing(commits, .decision(decision))
  }

  /// All that the originator owes is ours; a resolution also gives our bond free.
  private func settled(_ commits: Commits, _ decision: SignedStatement) -> State {
    commits.bond == nil ? .done(.completed) : .recoveringBond(commits, with: decision)
  }

  func securing(
    _ commits: Commits, _ means: SecuringMeans, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .secured:
      switch means {
      case .opening: return .signingOpen(commits)
      case .decision(let decision): return settled(commits, decision)
      }
    case .securingRefused(let refusal):
      switch means {
      // The lock is gone, so the originator must have aborted: let the arbiter say so.
      case .opening: return .signingResolve(commits)
      case .decision: return .done(.wronged(refusal))
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  func signingOpen(_ commits: Commits, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .signed(let fourth) where fourth.kind == .openResponder:
      .answering(commits, fourth: fourth, until: now.advanced(by: side.patience))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  /// All is done; the peer is only helped along, and can help itself if this never arrives.
  func answering(
    _ commits: Commits, _ fourth: SignedStatement, _ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .delivered(fourth.digest), .timePassed(until):
      commits.bond == nil
        ? .done(.completed) : .awaitingAcceptance(commits, until: now.advanced(by: side.patience))
    case .received(let acceptance) where acceptance.kind == .accept && commits.bond != nil:
      .recoveringBond(commits, with: acceptance)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }
}

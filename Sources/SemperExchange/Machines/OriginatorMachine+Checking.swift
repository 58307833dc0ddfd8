import SemperCryptography
import SemperModel

// After opening: what the responder gives is opened, checked and secured.
extension OriginatorMachine {
  func opened(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent) -> State {
    switch event {
    case .received(let fourth) where fourth.kind == .openResponder:
      answered(fourth, commits) ?? .signingResolve(commits)
    case .timePassed(until): .signingResolve(commits)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  /// M4, now or while we wait for the arbiter. `nil` where the responder's statements do not count with its opening: only
  /// the arbiter can make them count.
  func answered(_ fourth: SignedStatement, _ commits: Commits) -> State? {
    let secret = fourth.journalled(as: OpenResponder.self).secret
    return commits.statementsCount(of: .responder, with: secret) ? checked(commits, secret, .responder(secret)) : nil
  }

  func checked(_ commits: Commits, _ secret: OpeningSecret, _ source: Source) -> State {
    commits.data(of: .responder).isEmpty ? afterCheck(commits, source) : .checking(commits, secret, source)
  }

  func checking(
    _ commits: Commits, _ secret: OpeningSecret, _ source: Source, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .goodsGood: return afterCheck(commits, source)
    case .goodsBad(let path, let proof):
      switch source {
      case .responder, .arbiterDisclosed: return .signingComplaint(commits, secret, path: path, proof)
      // The proof is kept as evidence, but it can no longer turn the decision.
      case .arbiterResolved: return .done(Self.complainedTooLate)
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  static let complainedTooLate = ExchangeOutcome.wronged(
    Refusal(.goodsInvalid, blame: .peer, "the data is bad, and the complaint window is over"))

  private func afterCheck(_ commits: Commits, _ source: Source) -> State {
    switch source {
    case .responder(let secret):
      commits.bond == nil ? secured(commits, .opening(secret)) : .signingAccept(commits, source)
    case .arbiterDisclosed: .signingAccept(commits, source)
    case .arbiterResolved(let decision): secured(commits, .decision(decision))
    }
  }

  func signingAccept(
    _ commits: Commits, _ source: Source, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .signed(let acceptance) where acceptance.kind == .accept:
      switch source {
      case .responder(let secret):
        .acknowledging(commits, secret, acceptance: acceptance, until: now.advanced(by: side.patience))
      case .arbiterDisclosed, .arbiterResolved: .calling(commits, call: acceptance, notBefore: nil)
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func acknowledging(
    _ commits: Commits, _ secret: OpeningSecret, _ acceptance: SignedStatement, _ until: Timestamp,
    _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .delivered(acceptance.digest), .timePassed(until): secured(commits, .opening(secret))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  /// The responder's ledger items, if it has any, must be ours before we call it done.
  func secured(_ commits: Commits, _ means: SecuringMeans) -> State {
    commits.ledgerItems(of: .responder).isEmpty ? .done(.completed) : .securing(commits, means)
  }

  func securing(_ commits: Commits, _ means: SecuringMeans, _ event: ExchangeEvent) -> State {
    switch event {
    case .secured: return taken(commits, means)
    case .securingRefused(let refusal):
      switch means {
      // The item's opening was not what the lock wants: the arbiter's resolution opens it too.
      case .opening: return .signingResolve(commits)
      case .decision: return .done(.wronged(refusal))
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  /// With a failure we have taken the bond, and our own money is no longer owed, if it is still there.
  private func taken(_ commits: Commits, _ means: SecuringMeans) -> State {
    guard case .decision(let decision) = means, hasFailed(means) else { return .done(.completed) }
    let own = commits.locked(of: .originator).reclaimed(with: decision)
    return own.isEmpty
      ? .done(.compensated) : .releasingUnclaimed(own, first: commits.first, decision: decision)
  }

  func releasingUnclaimed(_ event: ExchangeEvent) -> State {
    switch event {
    case .released, .securingRefused: .done(.compensated)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
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
}

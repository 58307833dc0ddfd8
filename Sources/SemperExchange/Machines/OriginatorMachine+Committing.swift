import SemperCryptography
import SemperModel

// Before opening.
extension OriginatorMachine {
  func locking(_ leaving: Bool, _ event: ExchangeEvent) -> State {
    switch event {
    case .locked(let commitment): leaving ? leave(Bound(commitment)) : .signingCommit(commitment)
    case .lockRefused(let refusal): .done(.declined(refusal))
    case .giveUp: .locking(leaving: true)
    case .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  /// No commitment has been made. What is locked comes back only with the arbiter's abort.
  private func leave(_ bound: Bound) -> State {
    !bound.locked.contains(where: \.itemClass.standsAtLedger)
      ? .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
      : .signingAbort(bound)
  }

  /// The commitment may have been signed in a process that died before it was journalled, but it has not left.
  func signingCommit(_ commitment: Commitment, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .signed(let first) where first.kind == .commitOriginator:
      .committed(first, until: side.limitForData(from: now))
    case .giveUp: leave(Bound(commitment))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  func committed(
    _ first: SignedStatement, _ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .received(let second) where second.kind == .commitResponder:
      hold(Commits(first: FirstCommitment(first), second: second), now)
    case .timePassed(until), .giveUp: .signingAbort(Bound(first))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  /// Both are bound: first we hold the responder's ciphertext, if there is any.
  private func hold(_ commits: Commits, _ now: Timestamp) -> State {
    commits.data(of: .responder).isEmpty
      ? goOn(commits, now) : .fetching(commits, until: now.advanced(by: side.patience))
  }

  func fetching(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .goodsFetched: goOn(commits, now)
    case .goodsRefused, .timePassed(until), .giveUp: .signingAbort(Bound(commits.first))
    case .locked, .lockRefused, .signed, .received, .goodsGood, .goodsBad, .secured, .securingRefused, .released,
      .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  /// The point of no return: from here on there is no abort.
  private func goOn(_ commits: Commits, _ now: Timestamp) -> State {
    guard mayStillOpen(now) else { return .signingAbort(Bound(commits.first)) }
    return switch side.terms.body.mode {
    case .direct: .signingOpen(commits)
    case .viaArbiter: .signingResolve(commits)
    }
  }

  /// After opening, the arbiter must still be reachable for a resolution and each complaint window.
  private func mayStillOpen(_ now: Timestamp) -> Bool {
    side.terms.body.hasTimeToOpen(at: now, until: side.terms.header.closes, patience: side.patience)
  }

  func signingAbort(_ bound: Bound, _ event: ExchangeEvent) -> State {
    switch event {
    case .signed(let call) where call.kind == .abort:
      .aborting(bound, call: call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func aborting(
    _ bound: Bound, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let decision, _, let second):
      return decidedInstead(
        decision, bound,
        bound.first.flatMap { first in second.map { Commits(first: FirstCommitment(first), second: $0) } }, call, now)
    case .arbiterRefused(let denial): return .done(.wronged(denial.refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp, .settlement:
      return unchanged
    }
  }

  func signingOpen(_ commits: Commits, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    // A process that was away since it decided to open may come back too late for that. What it signs then never leaves.
    case .signed(let third) where third.kind == .openOriginator:
      mayStillOpen(now)
        ? .opened(commits, third: third, until: now.advanced(by: side.patience))
        : .signingAbort(Bound(commits.first))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }
}

import SemperCryptography
import SemperModel
import SemperPayments

/// The originator's side of FX4.
///
/// It commits first and opens first, so it alone may abort, and only before it opens: the states from `signingOpen` on
/// have no way to `abort`. After opening it waits for the responder's opening and otherwise has the arbiter resolve.
/// Crash rules J3, J5 and J6: a message leaves only after the event with its bytes is durable, and "opening" and
/// "aborting" exclude each other for ever.
struct OriginatorMachine: Sendable {
  private enum State: Hashable, Sendable {
    /// `leaving` once we no longer want to go on: what is being locked must be known before it can be released.
    case locking(leaving: Bool)
    case signingCommit(Commitment)
    case committed(SignedStatement, until: Timestamp)
    case signingAbort(Bound)
    case aborting(Bound, call: SignedStatement, notBefore: Timestamp?)
    case signingOpen(Commits)
    case opened(Commits, third: SignedStatement, until: Timestamp)
    case signingResolve(Commits)
    case resolving(Commits, call: SignedStatement, notBefore: Timestamp?)
    case securing(Commits, SecuringMeans)
    case releasing([LockedItem], first: SignedStatement?, decision: SignedStatement)
    case done(ExchangeOutcome)
  }

  /// What we have locked, and M1 if we have signed it.
  private struct Bound: Hashable, Sendable {
    let ledgerItems: [LockedItem]
    let first: SignedStatement?

    init(_ commitment: Commitment) {
      ledgerItems = commitment.locked.filter { $0.itemClass == .lock }
      first = nil
    }

    init(_ first: SignedStatement) {
      ledgerItems = OriginatorMachine.ledgerItems(first)
      self.first = first
    }
  }

  let side: ExchangeSide
  private var state = State.locking(leaving: false)

  init(_ side: ExchangeSide) {
    precondition(side.role == .originator)
    self.side = side
  }

  var outcome: ExchangeOutcome? {
    if case .done(let outcome) = state { outcome } else { nil }
  }

  /// M1, once it is signed.
  var commitment: SignedStatement? {
    switch state {
    case .locking, .signingCommit, .done: nil
    case .committed(let first, _): first
    case .signingAbort(let bound), .aborting(let bound, _, _): bound.first
    case .releasing(_, let first, _): first
    case .signingOpen(let commits), .opened(let commits, _, _), .signingResolve(let commits),
      .resolving(let commits, _, _), .securing(let commits, _):
      commits.first
    }
  }

  /// The digests of M1 and M2, once both are there.
  var commits: [Digest]? {
    switch state {
    case .locking, .signingCommit, .committed, .signingAbort, .aborting, .releasing, .done: nil
    case .signingOpen(let commits), .opened(let commits, _, _), .signingResolve(let commits),
      .resolving(let commits, _, _), .securing(let commits, _):
      commits.digests
    }
  }

  var outstandingActions: [ExchangeAction] {
    switch state {
    case .locking: [.lock]
    case .signingCommit(let commitment): [.sign(.commitOriginator(commitment))]
    case .committed(let first, let until): [.send(first), .wait(until: until)]
    case .signingAbort: [.sign(.abort)]
    case .aborting(_, let call, let notBefore): [.askArbiter(call, notBefore: notBefore)]
    case .signingOpen(let commits): [.sign(.open(commits: commits.digests))]
    case .opened(_, let third, let until): [.send(third), .wait(until: until)]
    case .signingResolve(let commits): [.sign(.resolve(commits.record(of: side)))]
    case .resolving(_, let call, let notBefore): [.askArbiter(call, notBefore: notBefore)]
    case .securing(let commits, let means): [.secure(commits.ledgerItems(of: .responder), means)]
    case .releasing(let items, _, let decision): [.release(items, decision: decision)]
    case .done: []
    }
  }

  /// Whether a message of the peer's can still move us; while we wait for the arbiter, a late opening ends it at once.
  var awaitsPeer: Bool {
    switch state {
    case .committed, .opened, .resolving: true
    case .locking, .signingCommit, .signingAbort, .aborting, .signingOpen, .signingResolve, .securing, .releasing,
      .done:
      false
    }
  }

  mutating func handle(_ event: ExchangeEvent, at now: Timestamp) -> [ExchangeAction] {
    let next = next(event, at: now)
    guard next != state else { return [] }
    state = next
    return outstandingActions
  }

  private func next(_ event: ExchangeEvent, at now: Timestamp) -> State {
    switch state {
    case .locking(let leaving): locking(leaving, event)
    case .signingCommit(let commitment): signingCommit(commitment, event, now)
    case .committed(let first, let until): committed(first, until, event, now)
    case .signingAbort(let bound): signingAbort(bound, event)
    case .aborting(let bound, let call, _): aborting(bound, call, event, now)
    case .signingOpen(let commits): signingOpen(commits, event, now)
    case .opened(let commits, _, let until): opened(commits, until, event)
    case .signingResolve(let commits): signingResolve(commits, event)
    case .resolving(let commits, let call, _): resolving(commits, call, event, now)
    case .securing(let commits, let means): securing(commits, means, event)
    case .releasing: releasing(event)
    case .done: state
    }
  }
}

// Before opening.
extension OriginatorMachine {
  private func locking(_ leaving: Bool, _ event: ExchangeEvent) -> State {
    switch event {
    case .locked(let commitment): leaving ? leave(Bound(commitment)) : .signingCommit(commitment)
    case .lockRefused(let refusal): .done(.declined(refusal))
    case .giveUp: .locking(leaving: true)
    case .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  /// No commitment has been made. Money that is locked comes back only with the arbiter's abort.
  private func leave(_ bound: Bound) -> State {
    bound.ledgerItems.isEmpty
      ? .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
      : .signingAbort(bound)
  }

  /// The commitment may have been signed in a process that died before it was journalled, but it has not left.
  private func signingCommit(_ commitment: Commitment, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .signed(let first) where first.kind == .commitOriginator:
      .committed(first, until: now.advanced(by: side.patience))
    case .giveUp: leave(Bound(commitment))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  private func committed(
    _ first: SignedStatement, _ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .received(let second) where second.kind == .commitResponder:
      mayStillOpen(now)
        ? .signingOpen(Commits(first: FirstCommitment(first), second: second)) : .signingAbort(Bound(first))
    case .timePassed(until), .giveUp: .signingAbort(Bound(first))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  /// After opening, the arbiter must still be reachable for a resolution and a whole complaint window.
  private func mayStillOpen(_ now: Timestamp) -> Bool {
    now.advanced(by: side.patience).advanced(by: side.terms.body.window) < side.terms.header.closes
  }

  private func signingAbort(_ bound: Bound, _ event: ExchangeEvent) -> State {
    switch event {
    case .signed(let call) where call.kind == .abort:
      .aborting(bound, call: call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func aborting(
    _ bound: Bound, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let decision, let secret, let second):
      return decided(
        decision, secret, bound: bound,
        commits: bound.first.flatMap { first in second.map { Commits(first: FirstCommitment(first), second: $0) } },
        waiting: { .aborting(bound, call: call, notBefore: $0) }, now)
    case .arbiterRefused(let refusal): return .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp:
      return state
    }
  }
}

// After opening.
extension OriginatorMachine {
  private func signingOpen(_ commits: Commits, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .signed(let third) where third.kind == .openOriginator:
      .opened(commits, third: third, until: now.advanced(by: side.patience))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func opened(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent) -> State {
    switch event {
    case .received(let fourth) where fourth.kind == .openResponder:
      answered(commits, fourth) ?? .signingResolve(commits)
    case .timePassed(until): .signingResolve(commits)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func signingResolve(_ commits: Commits, _ event: ExchangeEvent) -> State {
    switch event {
    case .signed(let call) where call.kind == .resolve:
      .resolving(commits, call: call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func resolving(
    _ commits: Commits, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let decision, let secret, _):
      return decided(
        decision, secret, bound: Bound(commits.first), commits: commits,
        waiting: { .resolving(commits, call: call, notBefore: $0) }, now)
    case .received(let fourth) where fourth.kind == .openResponder:
      return answered(commits, fourth) ?? state
    case .arbiterRefused(let refusal): return .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp:
      return state
    }
  }

  /// `nil` where the responder's statements do not count with its opening: only the arbiter can make them count.
  private func answered(_ commits: Commits, _ fourth: SignedStatement) -> State? {
    let secret = fourth.journalled(as: OpenResponder.self).secret
    return commits.statementsCount(of: .responder, with: secret) ? secured(commits, .opening(secret)) : nil
  }

  /// The responder's ledger items, if it has any, must be ours before we call it done.
  private func secured(_ commits: Commits, _ means: SecuringMeans) -> State {
    commits.ledgerItems(of: .responder).isEmpty ? .done(.completed) : .securing(commits, means)
  }

  private func securing(
    _ commits: Commits, _ means: SecuringMeans, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .secured: return .done(.completed)
    case .securingRefused(let refusal):
      switch means {
      // The item's opening was not what the lock wants: the arbiter's resolution opens it too.
      case .opening: return .signingResolve(commits)
      case .decision: return .done(.wronged(refusal))
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      return state
    }
  }

  private func releasing(_ event: ExchangeEvent) -> State {
    switch event {
    case .released: .done(.aborted)
    case .securingRefused(let refusal): .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func decided(
    _ statement: SignedStatement, _ secret: OpeningSecret?, bound: Bound, commits: Commits?,
    waiting: (Timestamp) -> State, _ now: Timestamp
  ) -> State {
    let decision = statement.journalled(as: ArbiterDecision.self)
    switch decision.verdict {
    case .aborted, .failed:
      return bound.ledgerItems.isEmpty
        ? .done(.aborted) : .releasing(bound.ledgerItems, first: bound.first, decision: statement)
    case .pending, .disclosed:
      // The responder may accept early, so look again before the window ends.
      return waiting(min(decision.closes ?? now, now.advanced(by: side.patience)))
    case .resolved:
      // A resolution without M2 at hand cannot be used yet; the arbiter gives M2 along, so ask again.
      guard let commits else { return waiting(now.advanced(by: side.patience)) }
      return secured(commits, .decision(statement))
    }
  }

  private static func ledgerItems(_ first: SignedStatement) -> [LockedItem] {
    first.journalled(as: CommitOriginator.self).commitment.locked.filter { $0.itemClass == .lock }
  }
}

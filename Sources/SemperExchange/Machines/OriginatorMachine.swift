import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// The originator's side of FX4.
///
/// It commits first and opens first, so it alone may abort, and only before it opens: the states from `signingOpen` and
/// `signingResolve` on have no way to `signingAbort`. After opening it waits for the responder's opening and otherwise has
/// the arbiter resolve. Via the arbiter it never opens, but has the arbiter resolve at once. Where the responder gives
/// data, it holds the whole ciphertext before it goes on, and checks what it opens to before it takes anything else.
/// Crash rules J3, J5 and J6: a message leaves only after the event with its bytes is durable, and "opening" and
/// "aborting" exclude each other for ever.
struct OriginatorMachine: Hashable, Sendable {
  enum State: Hashable, Sendable {
    /// `leaving` once we no longer want to go on: what is being locked must be known before it can be released.
    case locking(leaving: Bool)
    case signingCommit(Commitment)
    case committed(SignedStatement, until: Timestamp)
    /// The responder's ciphertext is on its way; we may still leave.
    case fetching(Commits, until: Timestamp)
    case signingAbort(Bound)
    case aborting(Bound, call: SignedStatement, notBefore: Timestamp?)
    /// The arbiter resolves, though we asked for an abort: the ciphertext must be here before it does us good.
    case fetchingToResolve(Commits)
    case signingOpen(Commits)
    case opened(Commits, third: SignedStatement, until: Timestamp)
    case checking(Commits, OpeningSecret, Source)
    case signingComplaint(Commits, OpeningSecret, path: String, ProofOfMisbehaviour)
    case signingAccept(Commits, Source)
    /// The responder is told that its bond is its own again; it can also wait for that.
    case acknowledging(Commits, OpeningSecret, acceptance: SignedStatement, until: Timestamp)
    case signingResolve(Commits)
    case calling(Commits, call: SignedStatement, notBefore: Timestamp?)
    case securing(Commits, SecuringMeans)
    case releasing([LockedItem], first: SignedStatement?, decision: SignedStatement)
    /// The responder's bond is ours; what it has not claimed of our own comes back.
    case releasingUnclaimed([LockedItem], first: SignedStatement, decision: SignedStatement)
    case done(ExchangeOutcome)
  }

  /// Who gave us the responder's opening, which decides what a check leads to.
  enum Source: Hashable, Sendable {
    case responder(OpeningSecret)
    case arbiterDisclosed
    case arbiterResolved(SignedStatement)
  }

  /// What we have locked, and M1 if we have signed it.
  struct Bound: Hashable, Sendable {
    let locked: [LockedItem]
    let first: SignedStatement?

    init(_ commitment: Commitment) {
      locked = commitment.locked
      first = nil
    }

    init(_ first: SignedStatement) {
      locked = first.journalled(as: CommitOriginator.self).commitment.locked
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
    case .releasingUnclaimed(_, let first, _): first
    case .fetching(let commits, _), .fetchingToResolve(let commits), .signingOpen(let commits),
      .opened(let commits, _, _), .checking(let commits, _, _), .signingComplaint(let commits, _, _, _),
      .signingAccept(let commits, _), .acknowledging(let commits, _, _, _), .signingResolve(let commits),
      .calling(let commits, _, _), .securing(let commits, _):
      commits.first
    }
  }

  /// The digests of M1 and M2, once both are there.
  var commits: [Digest]? {
    switch state {
    case .locking, .signingCommit, .committed, .signingAbort, .aborting, .releasing, .releasingUnclaimed, .done: nil
    case .fetching(let commits, _), .fetchingToResolve(let commits), .signingOpen(let commits),
      .opened(let commits, _, _), .checking(let commits, _, _), .signingComplaint(let commits, _, _, _),
      .signingAccept(let commits, _), .acknowledging(let commits, _, _, _), .signingResolve(let commits),
      .calling(let commits, _, _), .securing(let commits, _):
      commits.digests
    }
  }

  var outstandingActions: [ExchangeAction] {
    switch state {
    case .locking: [.lock]
    case .signingCommit(let commitment): [.sign(.commitOriginator(commitment))]
    case .committed(let first, let until): [.send(first), .wait(until: until)]
    case .fetching(let commits, let until): [.fetchGoods(commits.data(of: .responder)), .wait(until: until)]
    case .fetchingToResolve(let commits): [.fetchGoods(commits.data(of: .responder))]
    case .signingAbort: [.sign(.abort)]
    case .aborting(_, let call, let notBefore): [.askArbiter(call, notBefore: notBefore)]
    case .signingOpen(let commits): [.sign(.open(commits: commits.digests))]
    case .opened(_, let third, let until): [.send(third), .wait(until: until)]
    case .checking(let commits, let secret, _): [.checkGoods(commits.data(of: .responder), secret)]
    case .signingComplaint(let commits, let secret, let path, let proof):
      [.sign(.complain(commits.record(of: side), secret: secret, path: path, proof))]
    case .signingAccept: [.sign(.accept)]
    case .acknowledging(_, _, let acceptance, let until): [.send(acceptance), .wait(until: until)]
    case .signingResolve(let commits): [.sign(.resolve(commits.record(of: side)))]
    case .calling(_, let call, let notBefore): [.askArbiter(call, notBefore: notBefore)]
    case .securing(let commits, let means): [.secure(items(of: commits, for: means), means)]
    case .releasing(let items, _, let decision): [.release(items, with: decision)]
    case .releasingUnclaimed(let items, _, let decision): [.release(items, with: decision)]
    case .done: []
    }
  }

  /// What we take with an opening or a decision: the payment, and after a failure the bond too.
  private func items(of commits: Commits, for means: SecuringMeans) -> [LockedItem] {
    let payments = commits.ledgerItems(of: .responder)
    guard case .decision(let decision) = means,
      decision.journalled(as: ArbiterDecision.self).verdict == .failed
    else { return payments }
    return payments + [commits.bond].compactMap(\.self)
  }

  /// The exchange as the peer has brought it to the arbiter, while we fetch what is ours by that.
  var recordOfPeersCall: ExchangeRecord? {
    if case .fetchingToResolve(let commits) = state { commits.record(of: side) } else { nil }
  }

  /// Whether a message of the peer's can still move us; while we wait for the arbiter, a late opening ends it at once.
  var awaitsPeer: Bool {
    switch state {
    case .committed, .opened, .calling: true
    case .locking, .signingCommit, .fetching, .fetchingToResolve, .signingAbort, .aborting, .signingOpen, .checking,
      .signingComplaint, .signingAccept, .acknowledging, .signingResolve, .securing, .releasing, .releasingUnclaimed,
      .done:
      false
    }
  }

  /// How we stand towards a joint settlement: after we have opened, our items are given.
  var standing: SettlementStanding {
    let isDirect = side.terms.body.mode == .direct
    return switch state {
    case .locking, .signingCommit, .fetchingToResolve, .signingAbort, .signingOpen, .checking, .signingComplaint,
      .signingAccept, .acknowledging, .signingResolve, .securing, .releasing, .releasingUnclaimed, .done:
      standing(maySettle: false, hasOpened: true, [])
    case .committed(let first, _): standing(maySettle: true, hasOpened: false, Bound(first).locked)
    case .fetching(let commits, _): standing(maySettle: true, hasOpened: false, commits)
    case .aborting(let bound, _, _): standing(maySettle: true, hasOpened: false, bound.locked)
    case .opened(let commits, _, _):
      standing(maySettle: true, hasOpened: isDirect, commits)
    // Only who has the responder's data and found it good says that it accepts.
    case .calling(let commits, let call, _):
      standing(maySettle: true, hasOpened: isDirect, hasGoods: call.kind == .accept, commits)
    }
  }

  private func standing(
    maySettle: Bool, hasOpened: Bool, hasGoods: Bool = false, _ commits: Commits
  ) -> SettlementStanding {
    var standing = standing(
      maySettle: maySettle, hasOpened: hasOpened, hasGoods: hasGoods, commits.locked(of: .originator))
    standing.peerLocked = commits.locked(of: .responder)
    return standing
  }

  private func standing(
    maySettle: Bool, hasOpened: Bool, hasGoods: Bool = false, _ locked: [LockedItem]
  ) -> SettlementStanding {
    SettlementStanding(side: side, maySettle: maySettle, hasOpened: hasOpened, hasGoods: hasGoods, locked: locked)
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
    case .fetching(let commits, let until): fetching(commits, until, event, now)
    case .signingAbort(let bound): signingAbort(bound, event)
    case .aborting(let bound, let call, _): aborting(bound, call, event, now)
    case .fetchingToResolve(let commits): fetchingToResolve(commits, event)
    case .signingOpen(let commits): signingOpen(commits, event, now)
    case .opened(let commits, _, let until): opened(commits, until, event)
    case .checking(let commits, let secret, let source): checking(commits, secret, source, event)
    case .signingComplaint(let commits, _, _, _): signedCall(commits, .complain, event)
    case .signingAccept(let commits, let source): signingAccept(commits, source, event, now)
    case .acknowledging(let commits, let secret, let acceptance, let until):
      acknowledging(commits, secret, acceptance, until, event)
    case .signingResolve(let commits): signedCall(commits, .resolve, event)
    case .calling(let commits, let call, _): calling(commits, call, event, now)
    case .securing(let commits, let means): securing(commits, means, event)
    case .releasing: releasing(event)
    case .releasingUnclaimed: releasingUnclaimed(event)
    case .done: state
    }
  }

  /// The state as it is, for what changes nothing in it.
  var unchanged: State { state }
}

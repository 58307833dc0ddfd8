import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// The responder's side of FX4.
///
/// Before its first lock it owes nothing and may leave without a word. From then on it only goes forward (rule J7): it has
/// no right to abort, because with it it could take the originator's opening and cancel. It opens only after it has
/// checked the originator's data and made the originator's ledger items its own (secure before open). Where it has given
/// a bond, it is done only when that has come back.
struct ResponderMachine: Hashable, Sendable {
  enum State: Hashable, Sendable {
    case expecting(until: Timestamp)
    case fetching(FirstCommitment, until: Timestamp)
    case locking(FirstCommitment)
    case signingCommit(FirstCommitment, Commitment)
    case committed(Commits, until: Timestamp)
    case checking(Commits, OpeningSecret, Source)
    case signingComplaint(Commits, OpeningSecret, path: String, ProofOfMisbehaviour)
    case securing(Commits, SecuringMeans)
    case signingOpen(Commits)
    case answering(Commits, fourth: SignedStatement, until: Timestamp)
    /// We have opened; the originator checks our data and gives our bond free.
    case awaitingAcceptance(Commits, until: Timestamp)
    case recoveringBond(Commits, with: SignedStatement)
    /// We have all that is ours but the bond, and have the arbiter say that it comes back.
    case signingBondCall(Commits, accepts: Bool)
    case callingForBond(Commits, SignedStatement, notBefore: Timestamp?)
    case signingResolve(Commits)
    case signingAccept(Commits)
    case calling(Commits, SignedStatement, notBefore: Timestamp?)
    case releasing(Commits, decision: SignedStatement)
    case done(ExchangeOutcome)
  }

  /// Who gave us the originator's opening, which decides what a check leads to.
  enum Source: Hashable, Sendable {
    case originator
    case arbiterPending
    case arbiterResolved(SignedStatement)
  }

  let side: ExchangeSide
  private var state: State

  init(_ side: ExchangeSide, at now: Timestamp) {
    precondition(side.role == .responder)
    self.side = side
    state = .expecting(until: side.limitForCommitment(from: now))
  }

  var outcome: ExchangeOutcome? {
    if case .done(let outcome) = state { outcome } else { nil }
  }

  var commits: [Digest]? {
    switch state {
    case .expecting, .fetching, .locking, .signingCommit, .done: nil
    case .committed(let commits, _), .checking(let commits, _, _),
      .signingComplaint(let commits, _, _, _), .securing(let commits, _), .signingOpen(let commits),
      .answering(let commits, _, _), .awaitingAcceptance(let commits, _), .recoveringBond(let commits, _),
      .signingBondCall(let commits, _), .callingForBond(let commits, _, _),
      .signingResolve(let commits), .signingAccept(let commits),
      .calling(let commits, _, _), .releasing(let commits, _):
      commits.digests
    }
  }

  var outstandingActions: [ExchangeAction] {
    switch state {
    case .expecting(let until): [.wait(until: until)]
    case .fetching(let first, let until): [.fetchGoods(first.data), .wait(until: until)]
    case .locking: [.lock]
    case .signingCommit(let first, let commitment):
      [.sign(.commitResponder(commitment, answering: first.signed.digest))]
    case .committed(let commits, let until): [.send(commits.second), .wait(until: until)]
    case .checking(let commits, let secret, _): [.checkGoods(commits.data(of: .originator), secret)]
    case .signingComplaint(let commits, let secret, let path, let proof):
      [.sign(.complain(commits.record(of: side), secret: secret, path: path, proof))]
    case .securing(let commits, let means): [.secure(commits.ledgerItems(of: .originator), means)]
    case .signingOpen(let commits): [.sign(.open(commits: commits.digests))]
    case .answering(_, let fourth, let until): [.send(fourth), .wait(until: until)]
    case .awaitingAcceptance(_, let until): [.wait(until: until)]
    case .recoveringBond(let commits, let reason): [.release([commits.bond].compactMap(\.self), with: reason)]
    case .signingResolve(let commits), .signingBondCall(let commits, accepts: false):
      [.sign(.resolve(commits.record(of: side)))]
    case .signingAccept, .signingBondCall(_, accepts: true): [.sign(.accept)]
    case .calling(_, let call, let notBefore), .callingForBond(_, let call, let notBefore):
      [.askArbiter(call, notBefore: notBefore)]
    case .releasing(let commits, let decision):
      [.release(commits.locked(of: .responder).reclaimed(with: decision), with: decision)]
    case .done: []
    }
  }

  /// Whether a message of the peer's can still move us.
  var awaitsPeer: Bool {
    switch state {
    case .expecting, .fetching, .committed, .awaitingAcceptance: true
    case .answering(let commits, _, _): commits.bond != nil
    case .locking, .signingCommit, .checking, .signingComplaint, .securing, .signingOpen, .recoveringBond,
      .signingBondCall, .callingForBond, .signingResolve, .signingAccept, .calling, .releasing, .done:
      false
    }
  }

  /// How we stand towards a joint settlement: after we have opened, our items are given.
  var standing: SettlementStanding {
    switch state {
    case .expecting, .fetching, .locking, .signingCommit, .checking, .signingComplaint, .securing, .signingOpen,
      .answering, .recoveringBond, .signingBondCall, .signingResolve, .signingAccept, .releasing, .done:
      SettlementStanding(side: side, maySettle: false, hasOpened: true, locked: [])
    case .committed(let commits, _):
      SettlementStanding(
        side: side, maySettle: true, hasOpened: false, locked: commits.locked(of: .responder),
        peerLocked: commits.locked(of: .originator))
    case .calling(let commits, let call, _):
      // Only who has the originator's data and found it good says that it accepts.
      SettlementStanding(
        side: side, maySettle: true, hasOpened: false, hasGoods: call.kind == .accept,
        locked: commits.locked(of: .responder),
        peerLocked: commits.locked(of: .originator))
    case .awaitingAcceptance(let commits, _), .callingForBond(let commits, _, _):
      SettlementStanding(
        side: side, maySettle: true, hasOpened: true, locked: commits.locked(of: .responder),
        peerLocked: commits.locked(of: .originator))
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
    case .expecting(let until): expecting(until, event, now)
    case .fetching(let first, let until): fetching(first, until, event)
    case .locking(let first): locking(first, event)
    case .signingCommit(let first, _): signingCommit(first, event, now)
    case .committed(let commits, let until): committed(commits, until, event)
    case .checking(let commits, let secret, let source): checking(commits, secret, source, event)
    case .signingComplaint(let commits, _, _, _): signedCall(commits, .complain, event)
    case .securing(let commits, let means): securing(commits, means, event)
    case .signingOpen(let commits): signingOpen(commits, event, now)
    case .answering(let commits, let fourth, let until): answering(commits, fourth, until, event, now)
    case .awaitingAcceptance(let commits, let until): awaitingAcceptance(commits, until, event)
    case .recoveringBond: recoveringBond(event)
    case .signingBondCall(let commits, let accepts): signedBondCall(commits, accepts ? .accept : .resolve, event)
    case .callingForBond(let commits, let call, _): callingForBond(commits, call, event, now)
    case .signingResolve(let commits): signedCall(commits, .resolve, event)
    case .signingAccept(let commits): signedCall(commits, .accept, event)
    case .calling(let commits, let call, _): calling(commits, call, event, now)
    case .releasing: releasing(event)
    case .done: state
    }
  }

  /// The state as it is, for what changes nothing in it.
  var unchanged: State { state }
}

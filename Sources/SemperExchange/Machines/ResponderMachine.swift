import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// The responder's side of FX4.
///
/// Before its first lock it owes nothing and may leave without a word. From then on it only goes forward (rule J7): it has
/// no right to abort, because with it it could take the originator's opening and cancel. It opens only after it has
/// checked the originator's data and made the originator's ledger items its own (secure before open).
struct ResponderMachine: Sendable {
  private enum State: Hashable, Sendable {
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
    case signingResolve(Commits)
    case signingAccept(Commits)
    case calling(Commits, SignedStatement, notBefore: Timestamp?)
    case releasing(Commits, decision: SignedStatement)
    case done(ExchangeOutcome)
  }

  /// Who gave us the originator's opening, which decides what a check leads to.
  private enum Source: Hashable, Sendable {
    case originator
    case arbiterPending
    case arbiterResolved(SignedStatement)
  }

  let side: ExchangeSide
  private var state: State

  init(_ side: ExchangeSide, at now: Timestamp) {
    precondition(side.role == .responder)
    self.side = side
    state = .expecting(until: now.advanced(by: side.patience))
  }

  var outcome: ExchangeOutcome? {
    if case .done(let outcome) = state { outcome } else { nil }
  }

  var commits: [Digest]? {
    switch state {
    case .expecting, .fetching, .locking, .signingCommit, .done: nil
    case .committed(let commits, _), .checking(let commits, _, _),
      .signingComplaint(let commits, _, _, _), .securing(let commits, _), .signingOpen(let commits),
      .answering(let commits, _, _), .signingResolve(let commits), .signingAccept(let commits),
      .calling(let commits, _, _), .releasing(let commits, _):
      commits.digests
    }
  }

  var outstandingActions: [ExchangeAction] {
    switch state {
    case .expecting(let until): [.wait(until: until)]
    case .fetching(let first, let until): first.items(.data).map { .fetchGoods($0) } + [.wait(until: until)]
    case .locking: [.lock]
    case .signingCommit(let first, let commitment):
      [.sign(.commitResponder(commitment, answering: first.signed.digest))]
    case .committed(let commits, let until): [.send(commits.second), .wait(until: until)]
    case .checking(let commits, let secret, _):
      commits.dataItems(of: .originator).map { .checkGoods($0, secret.opening(for: $0.path)) }
    case .signingComplaint(let commits, let secret, let path, let proof):
      [.sign(.complain(commits.record(of: side), secret: secret, path: path, proof))]
    case .securing(let commits, let means): [.secure(commits.ledgerItems(of: .originator), means)]
    case .signingOpen(let commits): [.sign(.open(commits: commits.digests))]
    case .answering(_, let fourth, let until): [.send(fourth), .wait(until: until)]
    case .signingResolve(let commits): [.sign(.resolve(commits.record(of: side)))]
    case .signingAccept: [.sign(.accept)]
    case .calling(_, let call, let notBefore): [.askArbiter(call, notBefore: notBefore)]
    case .releasing(let commits, let decision):
      [.release(commits.ledgerItems(of: .responder), decision: decision)]
    case .done: []
    }
  }

  /// Whether a message of the peer's can still move us.
  var awaitsPeer: Bool {
    switch state {
    case .expecting, .fetching, .committed: true
    case .locking, .signingCommit, .checking, .signingComplaint, .securing, .signingOpen, .answering, .signingResolve,
      .signingAccept, .calling, .releasing, .done:
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
    case .expecting(let until): expecting(until, event, now)
    case .fetching(let first, let until): fetching(first, until, event)
    case .locking(let first): locking(first, event)
    case .signingCommit(let first, _): signingCommit(first, event, now)
    case .committed(let commits, let until): committed(commits, until, event)
    case .checking(let commits, let secret, let source): checking(commits, secret, source, event)
    case .signingComplaint(let commits, _, _, _): signedCall(commits, .complain, event)
    case .securing(let commits, let means): securing(commits, means, event)
    case .signingOpen(let commits): signingOpen(commits, event, now)
    case .answering(_, let fourth, let until): answering(fourth, until, event)
    case .signingResolve(let commits): signedCall(commits, .resolve, event)
    case .signingAccept(let commits): signedCall(commits, .accept, event)
    case .calling(let commits, let call, _): calling(commits, call, event, now)
    case .releasing: releasing(event)
    case .done: state
    }
  }
}

// Before we are bound.
extension ResponderMachine {
  private func expecting(_ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .received(let first) where first.kind == .commitOriginator:
      received(FirstCommitment(first), now)
    case .goodsRefused(let refusal): .done(.declined(refusal))
    case .timePassed(until):
      .done(.declined(Refusal(.tooLate, blame: .peer, "the peer did not commit in time; nothing was bound")))
    case .giveUp:
      .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  private func received(_ first: FirstCommitment, _ now: Timestamp) -> State {
    first.items(.data).isEmpty ? .locking(first) : .fetching(first, until: now.advanced(by: side.patience))
  }

  private func fetching(
    _ first: FirstCommitment, _ until: Timestamp, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .goodsFetched: .locking(first)
    case .goodsRefused(let refusal): .done(.declined(refusal))
    case .timePassed(until):
      .done(.declined(Refusal(.tooLate, blame: .peer, "the data did not arrive in time; nothing was bound")))
    case .giveUp:
      .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
    case .locked, .lockRefused, .signed, .received, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  private func locking(_ first: FirstCommitment, _ event: ExchangeEvent) -> State {
    switch event {
    case .locked(let commitment): .signingCommit(first, commitment)
    case .lockRefused(let refusal): .done(.declined(refusal))
    case .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func signingCommit(
    _ first: FirstCommitment, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .signed(let second) where second.kind == .commitResponder:
      .committed(Commits(first: first, second: second), until: now.advanced(by: side.patience))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }
}

// Bound: forward only.
extension ResponderMachine {
  private func committed(_ commits: Commits, _ until: Timestamp, _ event: ExchangeEvent) -> State {
    switch event {
    case .received(let third) where third.kind == .openOriginator:
      opened(commits, third.journalled(as: OpenOriginator.self).secret)
    case .timePassed(until), .giveUp: .signingResolve(commits)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed:
      state
    }
  }

  /// Only the arbiter can make a statement count that does not count with its signer's own opening.
  private func opened(_ commits: Commits, _ secret: OpeningSecret) -> State {
    commits.statementsCount(of: .originator, with: secret)
      ? checked(commits, secret, .originator) : .signingResolve(commits)
  }

  private func checked(_ commits: Commits, _ secret: OpeningSecret, _ source: Source) -> State {
    commits.dataItems(of: .originator).isEmpty
      ? afterCheck(commits, secret, source) : .checking(commits, secret, source)
  }

  private func checking(
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
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      return state
    }
  }

  private static let complainedTooLate = ExchangeOutcome.wronged(
    Refusal(.goodsInvalid, blame: .peer, "the data is bad, and the complaint window is over"))

  private func afterCheck(_ commits: Commits, _ secret: OpeningSecret, _ source: Source) -> State {
    switch source {
    case .originator:
      commits.ledgerItems(of: .originator).isEmpty
        ? .signingOpen(commits) : .securing(commits, .opening(secret))
    case .arbiterPending: .signingAccept(commits)
    case .arbiterResolved(let decision): resolved(commits, decision)
    }
  }

  private func resolved(_ commits: Commits, _ decision: SignedStatement) -> State {
    commits.ledgerItems(of: .originator).isEmpty
      ? .done(.completed) : .securing(commits, .decision(decision))
  }

  private func securing(
    _ commits: Commits, _ means: SecuringMeans, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .secured:
      switch means {
      case .opening: return .signingOpen(commits)
      case .decision: return .done(.completed)
      }
    case .securingRefused(let refusal):
      switch means {
      // The lock is gone, so the originator must have aborted: let the arbiter say so.
      case .opening: return .signingResolve(commits)
      case .decision: return .done(.wronged(refusal))
      }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      return state
    }
  }

  private func signingOpen(_ commits: Commits, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .signed(let fourth) where fourth.kind == .openResponder:
      .answering(commits, fourth: fourth, until: now.advanced(by: side.patience))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  /// All is done; the peer is only helped along, and can help itself if this never arrives.
  private func answering(
    _ fourth: SignedStatement, _ until: Timestamp, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .delivered(fourth.digest), .timePassed(until): .done(.completed)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }
}

// With the arbiter.
extension ResponderMachine {
  private func signedCall(
    _ commits: Commits, _ kind: StatementKind, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .signed(let call) where call.kind == kind: .calling(commits, call, notBefore: nil)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
      state
    }
  }

  private func calling(
    _ commits: Commits, _ call: SignedStatement, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .decided(let statement, let secret, _):
      return decided(commits, call, statement, secret, now)
    case .arbiterRefused(let refusal): return .done(.wronged(refusal))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .delivered, .timePassed, .giveUp:
      return state
    }
  }

  private func decided(
    _ commits: Commits, _ call: SignedStatement, _ statement: SignedStatement, _ secret: OpeningSecret?,
    _ now: Timestamp
  ) -> State {
    switch statement.journalled(as: ArbiterDecision.self).verdict {
    case .aborted, .failed:
      return commits.ledgerItems(of: .responder).isEmpty
        ? .done(.aborted) : .releasing(commits, decision: statement)
    case .pending, .disclosed:
      guard let secret, call.kind == .resolve else {
        return .calling(commits, call, notBefore: now.advanced(by: side.patience))
      }
      return checked(commits, secret, .arbiterPending)
    case .resolved:
      // A complaint that came after the window has proved that the data is bad, and changes nothing any more.
      guard call.kind != .complain else { return .done(Self.complainedTooLate) }
      // An accepted check is not repeated; otherwise the data still has to be opened.
      guard call.kind == .resolve, !commits.dataItems(of: .originator).isEmpty, let secret else {
        return resolved(commits, statement)
      }
      return checked(commits, secret, .arbiterResolved(statement))
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
}

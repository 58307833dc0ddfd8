import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperStatements

/// One party of an exchange piece for piece (level I), whichever role it has.
///
/// Both commit to their sealed pieces and fetch all ciphertexts of the other's. Then they open in turn, the originator first:
/// each its next piece only when the peer's last one is here as described. A peer that goes silent, gives a bad piece or says
/// that it stops costs an originator one piece at the most and a responder none. No arbiter is asked, and every wait ends by
/// itself.
public struct PieceMachine: ProtocolMachine, Hashable {
  public static let identity = MachineIdentity(name: "pieces", version: 1)

  public let side: ExchangeSide
  var state: PieceState
  /// Our commitment and the peer's.
  var own: SignedStatement?
  var peers: SignedStatement?
  /// Our last message, until the peer has it or has answered it.
  var outgoing: SignedStatement?
  /// How many pieces of ours are signed away, and how many of the peer's are here as described.
  public internal(set) var gave = 0
  public internal(set) var holds = 0
  /// Whether the user wants to stop, or the peer has, while a piece is being checked.
  var stopper: PieceOutcome.Stopper?

  public init(_ side: ExchangeSide, at now: Timestamp) {
    self.side = side
    state =
      side.role == .originator ? .locking : .awaitingOffer(until: side.limitForCommitment(from: now))
  }

  /// How many pieces each side gives.
  public var count: Int { side.terms.body.originatorItems.count }

  public var outcome: PieceOutcome? {
    switch state {
    case .ended(let outcome): outcome
    case .awaitingOffer, .locking, .committing, .awaitingAnswer, .fetching, .opening, .awaiting, .checking,
      .awaitingReceipt, .ending, .leaving:
      nil
    }
  }

  public var isFinished: Bool { outcome != nil }

  /// Both commitments, the originator's first, once both are there.
  public var commits: [Digest]? {
    guard let own, let peers else { return nil }
    return side.role == .originator ? [own.digest, peers.digest] : [peers.digest, own.digest]
  }

  public mutating func handle(_ event: PieceEvent, at time: Timestamp) -> [PieceAction] {
    guard !isFinished else { return [] }
    let before = Set(outstandingActions)
    switch event {
    case .locked(let items): if state == .locking { state = .committing(items) }
    case .lockRefused(let refusal): if state == .locking { state = .ended(.declined(refusal)) }
    case .signed(let statement): signed(statement, time)
    case .received(let statement): received(statement, time)
    case .fetched(let number): fetched(number, time)
    case .fetchRefused(let refusal): if case .fetching = state { leave(.declined(refusal)) }
    case .good(let number): good(number)
    case .bad(let number, _):
      if case .checking(number, _) = state { leave(.wronged(gave: gave, holds: holds)) }
    case .delivered(let digest): delivered(digest)
    case .timePassed(let until): timePassed(until)
    case .giveUp: giveUp()
    }
    return outstandingActions.filter { !before.contains($0) }
  }

  public var outstandingActions: [PieceAction] {
    let send: [PieceAction] = outgoing.map { [.send($0)] } ?? []
    switch state {
    case .awaitingOffer(let until): return [.wait(until: until)]
    case .locking: return [.lock]
    case .committing(let items): return [.sign(.commit(items, answering: peers?.digest))]
    case .fetching(let number, let until):
      return [.fetch(number, item(number))].compactMap { $0 } + [.wait(until: until)]
    case .opening(let number): return sign { .open(number: number, commits: $0) }
    case .awaitingAnswer(let until), .awaiting(_, let until), .awaitingReceipt(let until), .leaving(_, let until):
      return send + [.wait(until: until)]
    case .checking(let number, let opening): return [.check(number, item(number), opening)]
    case .ending(let outcome): return sign { .end(holds: holds, outcome.reason, commits: $0) }
    case .ended: return []
    }
  }

  private func sign(_ message: ([Digest]) -> PieceMessage) -> [PieceAction] {
    commits.map { [.sign(message($0))] } ?? []
  }

  /// The peer's piece of this number, as it has committed to it.
  private func item(_ number: Int) -> LockedItem {
    guard let peers else { preconditionFailure("pieces are fetched and checked after the peer has committed") }
    return peers.journalled(as: CommitPieces.self).locked[number - 1]
  }
}

extension PieceOutcome {
  /// What the last word gives as the reason.
  fileprivate var reason: EndPieces.Reason {
    switch self {
    case .completed: .complete
    case .wronged: .badPiece
    case .stopped(by: .peer, _, _): .waited
    case .stopped(by: .us, _, _), .declined: .stopped
    }
  }
}

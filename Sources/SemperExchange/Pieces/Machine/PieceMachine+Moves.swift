import SemperCryptography
import SemperModel

// What each event does. One that does not fit the state does nothing.
extension PieceMachine {
  /// How long the peer may take to fetch all our ciphertexts, seal its own pieces and answer.
  private func limitForAll(from now: Timestamp) -> Timestamp {
    now.advanced(by: Span(seconds: side.patience.seconds * Int64(count + 1)))
  }

  private func limit(from now: Timestamp) -> Timestamp { now.advanced(by: side.patience) }

  /// What was called off may have been signed already: it is not sent in the place of what is signed now.
  mutating func signed(_ statement: SignedStatement, _ now: Timestamp) {
    switch state {
    case .committing:
      own = statement
      outgoing = statement
      let until = limitForAll(from: now)
      state = side.role == .originator ? .awaitingAnswer(until: until) : .awaiting(1, until: until)
    case .opening(let number):
      guard statement.kind == .openPiece else { return }
      gave = number
      outgoing = statement
      let isLast = side.role == .responder && number == count
      let due = side.role == .originator ? number : number + 1
      state = isLast ? .awaitingReceipt(until: limit(from: now)) : .awaiting(due, until: limit(from: now))
    case .ending(let outcome):
      guard statement.kind == .endPieces else { return }
      outgoing = statement
      state = .leaving(outcome, until: limit(from: now))
    case .awaitingOffer, .locking, .awaitingAnswer, .fetching, .awaiting, .checking, .awaitingReceipt, .leaving, .ended:
      return
    }
  }

  mutating func received(_ statement: SignedStatement, _ now: Timestamp) {
    if statement.kind == .endPieces { return peerEnded(statement.journalled(as: EndPieces.self).reason) }
    switch state {
    case .awaitingOffer, .awaitingAnswer:
      guard statement.kind == .commitPieces else { return }
      peers = statement
      outgoing = nil
      state = .fetching(1, until: limit(from: now))
    case .awaiting(let number, _):
      guard statement.kind == .openPiece else { return }
      let piece = statement.journalled(as: OpenPiece.self)
      guard piece.number == number else { return }
      outgoing = nil
      state = .checking(number, piece.opening)
    case .locking, .committing, .fetching, .opening, .checking, .awaitingReceipt, .ending, .leaving, .ended: return
    }
  }

  /// The peer gives no more. After our last piece that is its receipt, if it says that all is complete.
  private mutating func peerEnded(_ reason: EndPieces.Reason) {
    switch state {
    case .awaitingReceipt: state = .ended(reason == .complete ? .completed : stopped(.peer))
    case .checking: stopper = .peer
    case .fetching, .opening, .awaiting: state = .ended(stopped(.peer))
    case .awaitingOffer, .locking, .committing, .awaitingAnswer, .ending, .leaving, .ended: return
    }
  }

  mutating func fetched(_ number: Int, _ now: Timestamp) {
    guard case .fetching(number, _) = state else { return }
    if number < count {
      state = .fetching(number + 1, until: limit(from: now))
    } else {
      state = side.role == .originator ? .opening(1) : .locking
    }
  }

  mutating func good(_ number: Int) {
    guard case .checking(number, _) = state else { return }
    holds = number
    if side.role == .originator, number == count { return leave(.completed) }
    if let stopper {
      // Who stops has said so, or does it now; there is nobody left to tell when it was the peer.
      return stopper == .us ? leave(stopped(.us)) : end(stopped(.peer))
    }
    state = .opening(side.role == .originator ? number + 1 : number)
  }

  mutating func delivered(_ digest: Digest) {
    guard outgoing?.digest == digest else { return }
    outgoing = nil
    if case .leaving(let outcome, _) = state { state = .ended(outcome) }
  }

  mutating func timePassed(_ time: Timestamp) {
    switch state {
    case .awaitingOffer(time), .awaitingAnswer(time):
      state = .ended(.declined(Refusal(.unavailable, blame: .peer, "the other side has not committed in time")))
    case .fetching(_, time):
      leave(.declined(Refusal(.goodsMissing, blame: .peer, "the other side's data has not come in time")))
    case .awaiting(_, time): leave(stopped(.peer))
    case .awaitingReceipt(time): state = .ended(.completed)
    case .leaving(let outcome, time): state = .ended(outcome)
    case .awaitingOffer, .locking, .committing, .awaitingAnswer, .fetching, .opening, .awaiting, .checking,
      .awaitingReceipt, .ending, .leaving, .ended:
      return
    }
  }

  mutating func giveUp() {
    switch state {
    case .awaitingOffer, .locking, .committing, .awaitingAnswer, .fetching:
      leave(.declined(Refusal(.userDeclined, blame: .us, "this side did not want to go on")))
    case .opening, .awaiting: leave(stopped(.us))
    case .checking: stopper = stopper ?? .us
    case .awaitingReceipt, .ending, .leaving, .ended: return
    }
  }

  private func stopped(_ stopper: PieceOutcome.Stopper) -> PieceOutcome {
    .stopped(by: stopper, gave: gave, holds: holds)
  }

  /// Ends with a last word to the peer, if both are bound and there is something to speak of.
  mutating func leave(_ outcome: PieceOutcome) {
    outgoing = nil
    state = commits == nil ? .ended(outcome) : .ending(outcome)
  }

  private mutating func end(_ outcome: PieceOutcome) { state = .ended(outcome) }
}

import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// When an act does not arrive, or not in time.
extension DealMachine {
  mutating func deliveredAct(_ digest: Digest) {
    guard case .handing(digest, _) = doing, let statement = record?.outbox.last(where: { $0.digest == digest }) else {
      return
    }
    finish(with: statement)
  }

  /// The seller does not take our act: it was late, or the seller had gone another way, of which it tells.
  mutating func turnDownAct(_ digest: Digest, _ refusal: Refusal, _ kind: StatementKind, at now: Timestamp) {
    guard case .handing(digest, _) = doing, let record else { return }
    guard kind != .order else { return failState(refusal) }
    self.record?.refusals.append(refusal)
    self.record?.course?.hasAsked = true
    doing = .awaiting(.choice, until: now.advanced(by: record.opening.patience))
  }

  /// The peer's act is not what the terms allow. Where it stands in place of what the buyer awaits, the step has failed; the seller
  /// answers a buyer that tries again.
  mutating func refuseAct(_ statement: SignedStatement, at now: Timestamp) {
    guard let record, let course = record.course, record.opening.side == .buyer, case .awaiting(.deed, _) = doing,
      statement.kind == .deed, statement.journalled(as: Deed.self).act.turn == course.turn
    else { return }
    sayOtherwise(at: now)
  }

  mutating func timePassedInStep(_ time: Timestamp, at now: Timestamp) {
    guard let record, let course = record.course, let state else { return }
    switch doing {
    case .awaiting(let kind, time):
      // The buyer tells the seller first: what the seller has done by then is done.
      if course.hasAsked {
        failState(Refusal(.tooLate, blame: .peer, "the peer's “\(kind.rawValue)” did not come, and it says nothing"))
      } else {
        self.record?.course?.hasAsked = true
        sayOtherwise(at: now)
      }
    case .handing(_, time):
      failState(Refusal(.tooLate, blame: .peer, "the seller could not be reached in the state “\(position)”"))
    case .filling(_, time), .taking(_, time): sayOtherwise(at: now)
    case .choosing where time == stepLimit: sayOtherwise(at: now)
    case .pausing(time):
      self.record?.course?.ended = time
      state.then.map { enter($0, at: now) }
    case .hearing(time):
      self.record?.course?.ended = time
      failState(Refusal(.tooLate, blame: .undetermined, "no arbiter has decided in time"))
    case .exchanging: exchange(.timePassed(time), at: now)
    case .awaiting, .handing, .filling, .taking, .choosing, .pausing, .hearing, .telling, .signing, .handingOver,
      .deciding,
      .closing, .ended:
      break
    }
  }
}

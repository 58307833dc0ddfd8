import SemperExchange
import SemperModel
import SemperTerms

// How long each wait and the whole deal may take.
extension DealMachine {
  /// Whether the longest duration that the terms allow is over.
  func isOver(at now: Timestamp) -> Bool { record?.deadline.map { now >= $0 } ?? false }

  /// The end of a wait: before an exchange has begun never after the deal's deadline.
  func limit(_ within: Span, from now: Timestamp) -> Timestamp {
    let until = now.advanced(by: within)
    guard exchange == nil, let deadline = record?.deadline else { return until }
    return min(until, deadline)
  }

  /// How long we wait for the countersignature. A wallet gives it at once, and an order costs nothing: whoever only orders is
  /// not to keep a place here for as long as a purchase may take.
  func countersigning(_ state: TermsState) -> Span {
    guard let opening = record?.opening, opening.edition != nil else { return state.within }
    return min(state.within, opening.patience)
  }

  /// It is ours, because a peer that keeps us waiting is blamed where we wait.
  static func overdue(_ record: DealRecord) -> Refusal {
    Refusal(.tooLate, blame: .us, "the deal has taken longer than the \(record.terms.limits.longest) of its terms")
  }

  /// Where a deal ends whose time is over; no end, if the ways out of the states lead in a circle.
  func wayOut(_ record: DealRecord) -> String {
    var name = position
    for _ in record.terms.states {
      guard let state = record.terms.state(name) else { return name }
      name = state.otherwise
    }
    return record.terms.state(name) == nil ? name : ""
  }

  mutating func timePassed(_ time: Timestamp, at now: Timestamp) {
    if record?.course != nil { return timePassedInStep(time, at: now) }
    switch doing {
    case .awaiting(let kind, time):
      guard let state else { return }
      switch state.step {
      case .choose: doing = .deciding(after: nil, next: state.otherwise)
      case .transfer, .exchange, .branch, .dispute, .pause:
        failState(Refusal(.tooLate, blame: .peer, "the peer's “\(kind.rawValue)” did not come in time"))
      }
    case .telling(_, let option, time): finishChoice(option)
    case .exchanging: exchange(.timePassed(time), at: now)
    case .awaiting, .telling, .signing, .choosing, .filling, .handingOver, .handing, .taking, .pausing, .hearing,
      .deciding, .closing, .ended:
      break
    }
  }
}

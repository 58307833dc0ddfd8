public import SemperModel
import SemperTerms

// Whether a seller may forget a deal for a while.
extension DealMachine {
  /// Until when a deal at its seller's has nothing to do by itself: it waits for its buyer, its owner or a time. `nil` while it has
  /// something to do, and as long as its buyer has signed nothing but the order, which costs nothing.
  ///
  /// Whether the owner has spoken meanwhile, the machine does not know; whoever lets the deal rest has to look.
  public var rest: Timestamp? {
    guard let record, record.opening.side == .seller, record.received - record.refused.count > 1 else { return nil }
    let asksOwner = asksOwner
    var until: Timestamp?
    for action in outstandingActions {
      switch action {
      case .wait(let time): until = min(until ?? time, time)
      case .fill, .choose, .take:
        guard asksOwner else { return nil }
      case .decide, .hand, .hear, .sign, .send, .listen, .exchange, .close: return nil
      }
    }
    return until
  }

  /// Whether the owner may be who the deal waits for.
  private var asksOwner: Bool {
    switch OpenStep(self)?.question {
    case .give, .choose, .sign: true
    case .claim, .wait, nil: false
    }
  }
}

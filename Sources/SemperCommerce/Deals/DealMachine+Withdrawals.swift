import SemperExchange
import SemperModel

// Leaving.
extension DealMachine {
  /// Only while we wait for the peer's word, or in an exchange, which knows itself until when it may be left.
  mutating func withdraw(_ refusal: Refusal, at now: Timestamp) {
    switch doing {
    case .awaiting(.order, _), .awaiting(.contract, _): failState(refusal)
    case .exchanging: exchange(.giveUp, at: now)
    case .awaiting, .signing, .choosing, .telling, .filling, .handingOver, .handing, .taking, .pausing, .hearing,
      .deciding, .closing, .ended:
      break
    }
  }
}

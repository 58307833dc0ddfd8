import SemperCoding
import SemperModel
import SemperPayments

/// The merchant after the payment: one request to the gateway, whose answer ends it. A refund's answer also goes to the
/// cardholder.
struct SETOrderSide: PaymentRole {
  func judge(_ body: [UInt8]) throws(Refusal) {
    throw Refusal(.outsideTerms, blame: .peer, "nothing more is to be said here")
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return [.ask(Inquiry("write", to: .device, []))]
    case .answer(let name, let bytes):
      switch try? SETVerdict(canonicalBytes: bytes) {
      case .paper(let paper) where name == "write":
        return [.ask(Inquiry("order", to: .provider, paper.canonicalBytes, commits: true))]
      case .refused(let refusal): return [.conclude(.refused(refusal, []))]
      case .concluded(let conclusion, let paper):
        return (paper.map { [.tell($0.canonicalBytes)] } ?? []) + [.conclude(conclusion)]
      case .paper, nil: return []
      }
    case .token, .doubt, .turnedDown: return []
    }
  }
}

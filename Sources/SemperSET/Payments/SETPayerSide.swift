import SemperCoding
import SemperModel
import SemperPayments

/// The cardholder: begins, buys, and waits for the gateway's word that the merchant brings.
struct SETPayerSide: PaymentRole {
  private enum State: Sendable {
    case beginning
    case begun([UInt8])
    case offered([UInt8])
    /// PReq: it may have reached the merchant.
    case sent([UInt8])
  }

  private var state = State.beginning

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch state {
    case .begun: _ = try SETPaper(body, of: 1)
    case .sent: _ = try SETPaper(body, of: 2)
    case .beginning, .offered: throw Refusal(.outsideTerms, blame: .peer, "nothing is to be said at this point")
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch (state, signal) {
    case (.beginning, .begin): return [.ask(Inquiry("begin", to: .device, []))]
    case (.beginning, .answer("begin", let bytes)):
      guard let paper = try? SETPaper(bytes, of: 1) else { return [] }
      state = .begun(paper.messages[0])
      return [.tell(bytes)]
    case (.begun(let message), .token(let bytes)):
      guard let offer = try? SETPaper(bytes, of: 1) else { return [] }
      state = .offered(message)
      return [.ask(Inquiry("buy", to: .device, SETPaper([message] + offer.messages).canonicalBytes))]
    case (.offered, .answer("buy", let bytes)): return bought(bytes)
    case (.sent(let message), .token(let bytes)):
      guard let paper = try? SETPaper(bytes, of: 2) else { return [] }
      return [.ask(Inquiry("result", to: .device, SETPaper([message] + paper.messages).canonicalBytes))]
    case (.sent(let message), .answer(_, let bytes)):
      guard let verdict = try? SETVerdict(canonicalBytes: bytes) else { return [] }
      if case .concluded(let conclusion, _) = verdict { return [.conclude(conclusion)] }
      // What the merchant says is not to be believed: the gateway knows.
      return [Self.ask(about: message)]
    case (.sent(let message), .doubt), (.sent(let message), .turnedDown): return [Self.ask(about: message)]
    case (.beginning, _), (.begun, _), (.offered, _), (.sent, _): return []
    }
  }

  private mutating func bought(_ bytes: [UInt8]) -> [PaymentStep] {
    switch try? SETVerdict(canonicalBytes: bytes) {
    case .paper(let paper):
      state = .sent(paper.messages[0])
      return [.tell(paper.canonicalBytes, commits: true)]
    case .refused(let refusal): return [.conclude(.refused(refusal, []))]
    case .concluded, nil: return []
    }
  }

  private static func ask(about message: [UInt8]) -> PaymentStep {
    .ask(Inquiry("standing", to: .provider, SETPaper([message]).canonicalBytes))
  }
}

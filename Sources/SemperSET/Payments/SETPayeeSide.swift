import SemperCoding
import SemperModel
import SemperPayments

/// The merchant: names the transaction, takes the purchase, has the gateway approve it, and tells the cardholder.
struct SETPayeeSide: PaymentRole {
  private enum State: Sendable {
    case waiting
    case opening
    case open([UInt8])
    case approving
  }

  private var state = State.waiting

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch state {
    case .waiting, .open: _ = try SETPaper(body, of: 1)
    case .opening, .approving: throw Refusal(.outsideTerms, blame: .peer, "nothing is to be said at this point")
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch (state, signal) {
    case (.waiting, .token(let bytes)):
      state = .opening
      return [.ask(Inquiry("open", to: .device, bytes))]
    case (.opening, .answer("open", let bytes)):
      guard case .paper(let paper)? = try? SETVerdict(canonicalBytes: bytes) else { return refused(bytes) }
      state = .open(paper.messages[0])
      return [.tell(paper.canonicalBytes)]
    case (.open(let offer), .token(let bytes)):
      guard let paper = try? SETPaper(bytes, of: 1) else { return [] }
      state = .approving
      return [.ask(Inquiry("approve", to: .device, SETPaper([offer] + paper.messages).canonicalBytes))]
    case (.approving, .answer("approve", let bytes)):
      guard case .paper(let paper)? = try? SETVerdict(canonicalBytes: bytes) else { return refused(bytes) }
      return [.ask(Inquiry("approval", to: .provider, paper.canonicalBytes, commits: true))]
    case (.approving, .answer(_, let bytes)):
      guard case .concluded(let conclusion, let paper)? = try? SETVerdict(canonicalBytes: bytes) else { return [] }
      return (paper.map { [.tell($0.canonicalBytes)] } ?? []) + [.conclude(conclusion)]
    case (.waiting, _), (.opening, _), (.open, _), (.approving, _): return []
    }
  }

  private func refused(_ bytes: [UInt8]) -> [PaymentStep] {
    guard case .refused(let refusal)? = try? SETVerdict(canonicalBytes: bytes) else { return [] }
    return [.conclude(.refused(refusal, []))]
  }
}

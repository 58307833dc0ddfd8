import SemperModel
import SemperTerms

/// A state of the terms in which something is exchanged fairly.
struct ExchangeStep: Hashable, Sendable {
  let gifts: [TermsState.Gift]
  let window: Span
  let within: Span

  /// `nil` for any other state.
  init?(_ state: TermsState) {
    guard case .exchange(let gifts, .strong, let window?) = state.step else { return nil }
    self.gifts = gifts
    self.window = window
    within = state.within
  }

  func items(from side: DealSide) -> [String] { gifts.filter { $0.from == side }.flatMap(\.items) }
}

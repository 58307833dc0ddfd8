/// One thing that can happen next, and who decides whether it does.
struct PlayMove: Hashable, Sendable {
  enum Decider: Hashable, Sendable {
    case side(DealSide)
    /// Both have to do their part, or the clock, the network or an arbiter decides.
    case neither
  }

  let edge: TermsEdge
  let decider: Decider
  let to: Play
}

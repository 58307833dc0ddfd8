/// What somebody may propose about an exchange.
enum PlanKind: String, CaseIterable, Sendable {
  /// Nothing counts, and locked money goes back.
  case callOff = "nothing counts"
  /// Everything counts, and the price is paid.
  case fulfil = "all as agreed"
  /// The peer's items count, and nothing is paid for them.
  case oneSided = "something for nothing"
  /// Nothing counts, and of locked money nothing is said.
  case undividedCallOff = "nothing counts, and locks stay"
  /// Everything counts, also locks that pay nobody.
  case undividedFulfil = "all counts, and locks stay"
  /// Everything counts, and of the last item nothing is said.
  case incomplete = "all counts but the last item"
}

/// Where a deal is, as far as terms can know: the state, how often bounded states were entered, and what was given how often.
struct Play: Hashable, Sendable {
  var position: String
  /// For each state with a bounded repetition, in the order of the terms.
  var entered: [Int]
  /// For each item, in the order of the terms, by the buyer and by the seller.
  var given: [Gifts]

  struct Gifts: Hashable, Sendable {
    var buyer = 0
    var seller = 0

    subscript(_ side: DealSide) -> Int {
      get { side == .buyer ? buyer : seller }
      set { if side == .buyer { buyer = newValue } else { seller = newValue } }
    }
  }
}

import SemperModel

/// Which coins to spend for an amount. Pure and deterministic.
enum CoinSelection {
  /// Coins worth at least the amount, none of them superfluous: large ones first, then the smallest that closes the gap.
  /// `nil` when the coins are worth too little or too many would be needed.
  static func choose(_ units: Int64, from coins: [PurseCoin]) -> [PurseCoin]? {
    let sorted = coins.sorted { ($1.units, $0.slot.counter) < ($0.units, $1.slot.counter) }
    var chosen = [PurseCoin]()
    var rest = units
    var closing: PurseCoin?
    for coin in sorted {
      if rest == 0 { break }
      if coin.units <= rest {
        chosen.append(coin)
        rest -= coin.units
      } else {
        closing = coin
      }
    }
    if rest > 0 {
      guard let closing else { return nil }
      chosen.append(closing)
    }
    chosen = pruned(chosen, to: units)
    return chosen.count <= MintLimits.coins ? chosen : nil
  }

  /// Without the coins that the others make superfluous, largest first.
  private static func pruned(_ coins: [PurseCoin], to units: Int64) -> [PurseCoin] {
    var excess = coins.reduce(0) { $0 + $1.units } - units
    return coins.filter { coin in
      guard coin.units <= excess else { return true }
      excess -= coin.units
      return false
    }
  }
}

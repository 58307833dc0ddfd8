public import SemperCoding
import SemperModel

/// What a mint asks for a coin of one denomination key, in minor units.
public struct CoinFees: Hashable, Sendable, CanonicalValue {
  /// From the account, on top of what is withdrawn.
  public let withdraw: Int64
  /// From what reaches an account: whoever is paid bears it, as with cards, so that prices stay what they are.
  public let deposit: Int64
  /// From the coin that is exchanged for others, by refresh or swap.
  public let refresh: Int64

  public static let none = CoinFees()

  /// - Precondition: none is negative.
  public init(withdraw: Int64 = 0, deposit: Int64 = 0, refresh: Int64 = 0) {
    precondition(withdraw >= 0 && deposit >= 0 && refresh >= 0, "fees are not negative")
    self.withdraw = withdraw
    self.deposit = deposit
    self.refresh = refresh
  }

  /// Whether something is left of a coin of this value whatever is done with it.
  func leave(something denomination: Denomination) -> Bool {
    deposit < denomination.units && refresh < denomination.units && withdraw <= 1 << 16
  }

  /// The same as far as they leave something of a coin: small coins cost less.
  public func reduced(for denomination: Denomination) -> CoinFees {
    let most = denomination.units - 1
    return CoinFees(withdraw: withdraw, deposit: min(deposit, most), refresh: min(refresh, most))
  }

  public var json: JSON {
    .fields([
      "deposit": deposit == 0 ? nil : deposit.json, "refresh": refresh == 0 ? nil : refresh.json,
      "withdraw": withdraw == 0 ? nil : withdraw.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let deposit: Int64? = try fields.optional("deposit")
    let refresh: Int64? = try fields.optional("refresh")
    let withdraw: Int64? = try fields.optional("withdraw")
    try fields.close()
    guard [deposit, refresh, withdraw].allSatisfy({ $0.map { $0 > 0 } ?? true }), deposit ?? refresh ?? withdraw != nil
    else { throw CodingError(.notCanonical, "a fee is more than nothing, or is not named") }
    self.init(withdraw: withdraw ?? 0, deposit: deposit ?? 0, refresh: refresh ?? 0)
  }
}

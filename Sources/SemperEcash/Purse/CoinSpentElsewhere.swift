public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A coin that this purse has lost because somebody with the same seed, such as a copy of the wallet, spent it first: the
/// mint's signed refusal, and the earlier request that the coin's own key has signed. Together they are a `SpendingProof`.
public struct CoinSpentElsewhere: Hashable, Sendable, CanonicalValue {
  public let amount: Money
  public let coin: Digest
  public let refusal: SignedStatement
  public let earlier: SignedStatement

  init(amount: Money, coin: Digest, refusal: SignedStatement, earlier: SignedStatement) {
    self.amount = amount
    self.coin = coin
    self.refusal = refusal
    self.earlier = earlier
  }

  public var json: JSON {
    .fields(["amount": amount.json, "coin": coin.json, "earlier": earlier.json, "refusal": refusal.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    coin = try fields.value("coin")
    earlier = try fields.value("earlier")
    refusal = try fields.value("refusal")
    try fields.close()
  }
}

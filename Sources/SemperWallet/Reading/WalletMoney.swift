public import SemperCoding
public import SemperEcash
public import SemperModel

/// What a wallet and its account hold.
public struct WalletMoney: Hashable, Sendable, CanonicalValue {
  public let account: Money
  /// On the account that the wallet's card draws on, if it has a card.
  public let card: Money?
  /// On the wallet's chip card, if it has one.
  public let chip: Money?
  /// Coins that can be spent now, and how many they are.
  public let available: Money
  public let coins: Int
  /// Coins set aside for orders whose answer has not come yet.
  public let inFlight: Money
  /// Coins lost to somebody with the same seed, with the mint's proofs.
  public let spentElsewhere: [CoinSpentElsewhere]

  /// What the mint asks for a coin at most; `nil` when nothing.
  public let fees: CoinFees?

  init(
    account: Money, card: Money?, chip: Money?, purse: PurseBalance, spentElsewhere: [CoinSpentElsewhere],
    fees: CoinFees
  ) {
    self.account = account
    self.card = card
    self.chip = chip
    available = purse.available
    coins = purse.coins
    inFlight = purse.inFlight
    self.spentElsewhere = spentElsewhere
    self.fees = fees == .none ? nil : fees
  }

  public var json: JSON {
    .fields([
      "account": account.json, "available": available.json, "card": card?.json, "chip": chip?.json,
      "coins": coins.json, "fees": fees?.json,
      "inFlight": inFlight.json,
      "spentElsewhere": spentElsewhere.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    available = try fields.value("available")
    card = try fields.optional("card")
    chip = try fields.optional("chip")
    coins = try fields.value("coins")
    fees = try fields.optional("fees")
    inFlight = try fields.value("inFlight")
    spentElsewhere = try fields.value("spentElsewhere")
    try fields.close()
  }
}

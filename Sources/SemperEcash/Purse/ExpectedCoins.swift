import SemperCoding
import SemperModel

/// Coins that somebody else is to have the mint sign for this purse: their places under the seed, and what they are worth.
struct ExpectedCoins: Hashable, Sendable, CanonicalValue {
  let amount: Money
  let slots: [CoinSlot]
  var isCollected: Bool

  init(amount: Money, slots: [CoinSlot], isCollected: Bool = false) {
    self.amount = amount
    self.slots = slots
    self.isCollected = isCollected
  }

  var json: JSON {
    .fields(["amount": amount.json, "collected": isCollected.json, "slots": slots.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    isCollected = try fields.value("collected")
    slots = try fields.value("slots")
    try fields.close()
  }
}

public import SemperCoding
public import SemperModel

/// Money that was sent in a step: how much, and what proves it, such as the digest of the receipt of a bank.
public struct SentMoney: Hashable, Sendable, CanonicalValue {
  public let item: String
  public let amount: Money
  public let payment: Digest

  public init(item: String, amount: Money, payment: Digest) {
    self.item = item
    self.amount = amount
    self.payment = payment
  }

  public var json: JSON { .fields(["amount": amount.json, "item": item.json, "payment": payment.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    item = try fields.value("item")
    payment = try fields.value("payment")
    try fields.close()
  }
}

public import SemperCoding
public import SemperModel

/// What an item of money comes to in a step, by what the documents say.
public struct ItemAmount: Hashable, Sendable, CanonicalValue {
  public let item: String
  public let amount: Money

  public init(_ item: String, _ amount: Money) {
    self.item = item
    self.amount = amount
  }

  public var json: JSON { .fields(["amount": amount.json, "item": item.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    item = try fields.value("item")
    amount = try fields.value("amount")
    try fields.close()
  }
}

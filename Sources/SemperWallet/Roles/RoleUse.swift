public import SemperCoding
public import SemperCommerce
public import SemperModel

/// One answer that a role has given in its owner's place, as the owner is shown it.
public struct RoleUse: Hashable, Sendable, CanonicalValue {
  public enum Kind: String, Sendable, CaseIterable, CanonicalValue {
    case order, give, choose, sign, bill
  }

  public let time: Timestamp
  public let kind: Kind
  /// The deal, or the bill.
  public let sale: ID<Sale>
  /// The step of the deal.
  public let turn: Int
  public let title: String
  /// What was set aside or paid.
  public let amount: Money?
  /// The option that was taken.
  public let option: String?

  package init(
    _ kind: Kind, of sale: ID<Sale>, turn: Int, title: String, amount: Money?, option: String? = nil, at time: Timestamp
  ) {
    self.time = time
    self.kind = kind
    self.sale = sale
    self.turn = turn
    self.title = title
    self.amount = amount
    self.option = option
  }

  /// Whether it is the same answer, given once more after a restart.
  func isSame(as other: RoleUse) -> Bool {
    sale == other.sale && turn == other.turn && kind == other.kind && amount == other.amount && option == other.option
  }

  func taking(_ option: String?) -> RoleUse {
    RoleUse(kind, of: sale, turn: turn, title: title, amount: amount, option: option, at: time)
  }

  public var json: JSON {
    .fields([
      "amount": amount?.json, "kind": kind.json, "option": option?.json, "sale": sale.json, "time": time.json,
      "title": title.json, "turn": turn.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.optional("amount")
    kind = try fields.value("kind")
    option = try fields.optional("option")
    sale = try fields.value("sale")
    time = try fields.value("time")
    title = try fields.value("title")
    turn = try fields.value("turn")
    try fields.close()
  }
}

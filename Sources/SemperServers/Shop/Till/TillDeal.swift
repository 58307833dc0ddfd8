public import SemperCoding
import SemperCommerce
public import SemperModel
public import SemperPayments

/// A deal in which a shop was paid, as its owner looks at it.
public struct TillDeal: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  public let title: String
  /// By the offer; in a deal of many steps something else may have been paid.
  public let price: Money
  public let paid: Money
  /// What went back in steps of the deal, and what the bank has moved by rulings.
  public let back: Money
  public let ended: Timestamp
  /// `nil` where the till that took it is not installed any more, and for a deal that was paid in its steps.
  public let system: SchemeID?
  public let refunded: Money?
  /// What the owner can still give back by a refund; `nil` where a refund cannot, because only the deal's steps or a ruling give back.
  public let refundable: Money?

  /// - Parameter ruled: what the bank has moved to the buyer by rulings.
  init(_ sold: SoldDeal, status: PaymentStatus?, ruled: Money) {
    deal = sold.deal
    title = sold.title
    price = sold.price
    paid = sold.paid
    back = sold.back.adding(ruled) ?? sold.back
    ended = sold.ended
    system = status?.scheme
    refunded = status?.refunded
    let gone = back
    refundable = status.flatMap { status in
      guard status.state == .settled, let whole = status.amount else { return nil }
      // What a ruling has taken back already, nobody should give back once more.
      let rest = whole.minorUnits - (status.refunded?.minorUnits ?? 0) - gone.minorUnits
      return Money(minorUnits: max(0, rest), whole.currency)
    }
  }

  public var json: JSON {
    .fields([
      "back": back.json, "deal": deal.json, "ended": ended.json, "paid": paid.json, "price": price.json,
      "refundable": refundable?.json, "refunded": refunded?.json, "system": system?.json, "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    back = try fields.value("back")
    deal = try fields.value("deal")
    ended = try fields.value("ended")
    paid = try fields.value("paid")
    price = try fields.value("price")
    refundable = try fields.optional("refundable")
    refunded = try fields.optional("refunded")
    system = try fields.optional("system")
    title = try fields.value("title")
    try fields.close()
  }
}

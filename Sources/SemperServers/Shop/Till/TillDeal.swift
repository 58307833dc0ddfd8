public import SemperCoding
import SemperCommerce
public import SemperModel
public import SemperPayments

/// A deal in which a shop was paid, as its owner looks at it.
public struct TillDeal: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  public let title: String
  public let price: Money
  public let ended: Timestamp
  /// `nil` where the till that took it is not installed any more.
  public let system: SchemeID?
  public let refunded: Money?

  init(_ sold: SoldDeal, status: PaymentStatus?) {
    deal = sold.deal
    title = sold.title
    price = sold.price
    ended = sold.ended
    system = status?.scheme
    refunded = status?.refunded
  }

  public var json: JSON {
    .fields([
      "deal": deal.json, "ended": ended.json, "price": price.json, "refunded": refunded?.json, "system": system?.json,
      "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    ended = try fields.value("ended")
    price = try fields.value("price")
    refunded = try fields.optional("refunded")
    system = try fields.optional("system")
    title = try fields.value("title")
    try fields.close()
  }
}

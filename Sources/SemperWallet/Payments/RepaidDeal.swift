public import SemperCoding
import SemperCommerce
public import SemperModel
public import SemperPayments

/// A deal of which the seller has given something back.
public struct RepaidDeal: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  public let title: String
  public let seller: String
  public let system: SchemeID
  public let price: Money
  /// What has come back so far.
  public let refunded: Money

  init(_ record: DealRecord, seller: String, system: SchemeID, refunded: Money) {
    deal = record.opening.deal
    title = record.offer.title.text
    price = record.offer.price
    self.seller = seller
    self.system = system
    self.refunded = refunded
  }

  public var json: JSON {
    .fields([
      "deal": deal.json, "price": price.json, "refunded": refunded.json, "seller": seller.json, "system": system.json,
      "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    price = try fields.value("price")
    refunded = try fields.value("refunded")
    seller = try fields.value("seller")
    system = try fields.value("system")
    title = try fields.value("title")
    try fields.close()
  }
}

import SemperArchive
import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments

/// A deal that has brought this shop money: how much, what went back in it, and what a refund of it needs; kept when the deal ends.
struct SoldDeal: Hashable, Sendable, CanonicalValue {
  /// Deal → `SoldDeal`.
  static let table = RecordTable("shop_sold_deals")
  private static let most = 10_000

  let deal: ID<Deal>
  let title: String
  /// By the offer. In a deal of many steps its documents say what is paid.
  let price: Money
  let paid: Money
  /// In steps of the deal.
  let back: Money
  /// The digest of what payment managers have agreed on; without it nothing can be given back but in steps of the deal, or by a ruling.
  let agreement: Digest?
  let ended: Timestamp

  /// `nil` for a deal that brought no money.
  init?(_ record: DealRecord, ended: Timestamp) {
    guard let moved = record.moved, moved.paid.minorUnits > 0 else { return nil }
    deal = record.opening.deal
    title = record.offer.title.text
    price = record.offer.price
    paid = moved.paid
    back = moved.back
    agreement = record.payment?.agreement.digest
    self.ended = ended
  }

  static func all(_ records: any Records) async throws -> [SoldDeal] {
    try await records.read { try $0.list(table, prefix: [], after: nil, limit: most).map(\.value) }
      .map { try SoldDeal(canonicalBytes: $0) }.sorted { ($0.ended, "\($0.deal)") < ($1.ended, "\($1.deal)") }
  }

  static func deal(_ id: [UInt8], _ records: any Records) async throws -> SoldDeal? {
    try await records.read { try $0.value(id, in: table) }.map { try SoldDeal(canonicalBytes: $0) }
  }

  var json: JSON {
    .fields([
      "agreement": agreement?.json, "back": back.json, "deal": deal.json, "ended": ended.json, "paid": paid.json,
      "price": price.json, "title": title.json,
    ])
  }

  /// One from before knew purchases alone, in which the price was paid and nothing went back.
  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.optional("agreement")
    deal = try fields.value("deal")
    ended = try fields.value("ended")
    price = try fields.value("price")
    paid = try fields.optional("paid") ?? price
    back = try fields.optional("back") ?? .zero(price.currency)
    title = try fields.value("title")
    try fields.close()
  }
}

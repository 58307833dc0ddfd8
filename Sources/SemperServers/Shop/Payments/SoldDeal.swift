import SemperArchive
import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments

/// A deal in which this shop was paid what payment managers had agreed on: what a refund of it needs, kept when the deal ends.
struct SoldDeal: Hashable, Sendable, CanonicalValue {
  /// Deal → `SoldDeal`.
  static let table = RecordTable("shop_sold_deals")
  private static let most = 10_000

  let deal: ID<Deal>
  let title: String
  let price: Money
  /// The digest of what the managers have agreed on.
  let agreement: Digest
  let ended: Timestamp

  /// `nil` for a deal that brought no money, or none that managers know of.
  init?(_ record: DealRecord, ended: Timestamp) {
    switch record.outcome {
    case .completed, .settled: break
    case .aborted, .compensated, .declined, .wronged, nil: return nil
    }
    guard let payment = record.payment else { return nil }
    deal = record.opening.deal
    title = record.offer.title.text
    price = record.offer.price
    agreement = payment.agreement.digest
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
      "agreement": agreement.json, "deal": deal.json, "ended": ended.json, "price": price.json, "title": title.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    deal = try fields.value("deal")
    ended = try fields.value("ended")
    price = try fields.value("price")
    title = try fields.value("title")
    try fields.close()
  }
}

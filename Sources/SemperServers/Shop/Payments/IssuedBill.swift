import SemperCoding
import SemperCommerce
import SemperModel

/// A bill of this shop's, and what has come of it.
struct IssuedBill: Hashable, Sendable, CanonicalValue {
  let offered: OfferedBill
  /// What was agreed, once somebody has selected a way to pay.
  var agreement: Digest?

  init(_ offered: OfferedBill) { self.offered = offered }

  var json: JSON { .fields(["agreement": agreement?.json, "offered": offered.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    offered = try fields.value("offered")
    agreement = try fields.optional("agreement")
    try fields.close()
  }
}

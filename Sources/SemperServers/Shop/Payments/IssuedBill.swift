import SemperCoding
import SemperCommerce
import SemperModel
import SemperPayments

/// A bill of this shop's, and what has come of it.
struct IssuedBill: Hashable, Sendable, CanonicalValue {
  let offered: OfferedBill
  /// Our operation, once somebody has selected a way to pay.
  var payment: PaymentID?

  init(_ offered: OfferedBill) { self.offered = offered }

  var json: JSON { .fields(["offered": offered.json, "payment": payment?.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    offered = try fields.value("offered")
    payment = try fields.optional("payment")
    try fields.close()
  }
}

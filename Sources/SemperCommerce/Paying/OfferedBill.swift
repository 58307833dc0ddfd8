public import SemperCoding
public import SemperCryptography

/// A bill with the seller's signed offer of the ways to pay it. Nothing has been judged: the offer's reference binds the bill to
/// it, and a payment manager looks at both.
public struct OfferedBill: Hashable, Sendable, CanonicalValue {
  public let bill: Bill
  /// A `payment-offer`.
  public let offer: SignedStatement

  public init(bill: Bill, offer: SignedStatement) {
    self.bill = bill
    self.offer = offer
  }

  public var json: JSON { .fields(["bill": bill.json, "offer": offer.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bill = try fields.value("bill")
    offer = try fields.value("offer")
    try fields.close()
  }
}

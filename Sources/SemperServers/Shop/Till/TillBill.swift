public import SemperCoding
public import SemperCommerce
public import SemperModel
public import SemperPayments

/// A bill as its seller looks at it.
public struct TillBill: Hashable, Sendable, CanonicalValue {
  public let bill: Bill
  /// What its payer gets, and nobody else.
  public let link: String
  /// How its payment stands; `nil` before anybody has selected a way to pay.
  public let state: PaymentState?
  public let system: SchemeID?
  public let refunded: Money?
  /// What was paid of it as its meter ran, once it is over.
  public let paid: Money?

  init(_ bill: Bill, link: BillLink, status: PaymentStatus?) {
    self.bill = bill
    self.link = "\(link)"
    state = status?.state
    system = status?.scheme
    refunded = status?.refunded
    paid = bill.meter != nil && status?.state == .settled ? status?.amount : nil
  }

  public var json: JSON {
    .fields([
      "bill": bill.json, "link": link.json, "paid": paid?.json, "refunded": refunded?.json, "state": state?.json,
      "system": system?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bill = try fields.value("bill")
    link = try fields.value("link")
    paid = try fields.optional("paid")
    refunded = try fields.optional("refunded")
    state = try fields.optional("state")
    system = try fields.optional("system")
    try fields.close()
  }
}

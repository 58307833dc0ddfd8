public import SemperCoding
public import SemperCommerce
public import SemperExchange
public import SemperModel
public import SemperPayments

/// How the payment of a bill stands, for whoever looks at it.
public struct BillPayment: Hashable, Sendable, CanonicalValue {
  /// Nothing comes back for the money but evidence: the planner's lowest level.
  public static let level = FairnessLevel.evidence

  public let bill: Bill
  public let seller: String
  public let system: SchemeID
  public let paymentClass: PaymentClass
  public let state: PaymentState
  public let refunded: Money?
  /// What was paid of a metered bill, once it is over.
  public let paid: Money?
  public let refusal: Refusal?

  init(_ paid: PaidBill, _ status: PaymentStatus, _ purse: PurseDescriptor) {
    bill = paid.bill
    seller = paid.seller
    system = status.scheme
    paymentClass = purse.paymentClass
    state = status.state
    refunded = status.refunded
    self.paid = paid.bill.meter != nil && status.state == .settled ? status.amount : nil
    refusal = status.refusal
  }

  public var json: JSON {
    .fields([
      "bill": bill.json, "class": paymentClass.json, "level": Self.level.json, "paid": paid?.json,
      "refunded": refunded?.json,
      "refusal": refusal?.json, "seller": seller.json, "state": state.json, "system": system.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bill = try fields.value("bill")
    paymentClass = try fields.value("class")
    guard try fields.value("level", as: FairnessLevel.self) == Self.level else {
      throw CodingError(.outOfRange, "a bill is paid for evidence only").inside("level")
    }
    paid = try fields.optional("paid")
    refunded = try fields.optional("refunded")
    refusal = try fields.optional("refusal")
    seller = try fields.value("seller")
    state = try fields.value("state")
    system = try fields.value("system")
    try fields.close()
  }
}

public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// What a seller would be paid for outside any deal: how much, what for, until when.
///
/// Nothing comes back for it but the evidence of the payment. Its payment's reference is made of all of it, so that a payment of one
/// bill counts for no other, and not for another text or amount.
public struct Bill: Hashable, Sendable, CanonicalValue {
  public let id: ID<Bill>
  public let title: HumanText
  public let amount: Money
  public let notAfter: Timestamp
  /// Where the amount is the most that is paid, as what is due runs; `nil` where all of it is paid at once.
  public let meter: BillMeter?

  public init(id: ID<Bill>, title: HumanText, amount: Money, notAfter: Timestamp, meter: BillMeter? = nil) {
    self.id = id
    self.title = title
    self.amount = amount
    self.notAfter = notAfter
    self.meter = meter
  }

  public var reference: PaymentReference { PaymentReference(for: Digest(plain: canonicalBytes), path: "bill") }

  public var json: JSON {
    .fields([
      "amount": amount.json, "exp": notAfter.json, "id": id.json, "meter": meter?.json, "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    notAfter = try fields.value("exp")
    id = try fields.value("id")
    meter = try fields.optional("meter")
    title = try fields.value("title")
    try fields.close()
    guard amount.minorUnits > 0 else { throw CodingError(.outOfRange, "a bill asks for more than nothing") }
    guard meter.map({ $0.price.currency == amount.currency && $0.price.minorUnits <= amount.minorUnits }) ?? true else {
      throw CodingError(
        .outOfRange, "a meter counts in the bill's currency, and no more at once than the bill's amount")
    }
  }
}

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

  public init(id: ID<Bill>, title: HumanText, amount: Money, notAfter: Timestamp) {
    self.id = id
    self.title = title
    self.amount = amount
    self.notAfter = notAfter
  }

  public var reference: PaymentReference { PaymentReference(for: Digest(plain: canonicalBytes), path: "bill") }

  public var json: JSON {
    .fields(["amount": amount.json, "exp": notAfter.json, "id": id.json, "title": title.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    notAfter = try fields.value("exp")
    id = try fields.value("id")
    title = try fields.value("title")
    try fields.close()
    guard amount.minorUnits > 0 else { throw CodingError(.outOfRange, "a bill asks for more than nothing") }
  }
}

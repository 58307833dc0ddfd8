public import SemperCoding
public import SemperModel

/// A payment as a leaf of a container: exactly this amount, to this payee, at this ledger. It describes money and is
/// none; the money moves at the ledger, by lock or by payment.
public struct PaymentItem: Hashable, Sendable, CanonicalValue {
  public let amount: Money
  public let payee: Thumbprint
  public let ledger: Thumbprint
  /// What it is for, as the parties have agreed to name it (purpose `payment-reference`).
  public let reference: Digest?

  /// Refuses an amount that is not positive.
  public init(amount: Money, payee: Thumbprint, ledger: Thumbprint, reference: Digest? = nil) throws(CodingError) {
    guard amount.minorUnits > 0 else { throw CodingError(.outOfRange, "a payment has a positive amount") }
    self.amount = amount
    self.payee = payee
    self.ledger = ledger
    self.reference = reference
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "ledger": ledger.json, "payee": payee.json, "reference": reference?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      amount: fields.value("amount"), payee: fields.value("payee"), ledger: fields.value("ledger"),
      reference: fields.optional("reference"))
    try fields.close()
  }
}

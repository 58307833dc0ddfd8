public import SemperCoding
public import SemperModel

/// Which payment from an account is expected, and for how long after its claim it may be taken back at the most.
public struct AccountPaymentExpectation: Hashable, Sendable, CanonicalValue {
  public var payment: PaymentExpectation
  public var longest: Span

  public init(_ payment: PaymentExpectation = PaymentExpectation(), settledWithin longest: Span) {
    self.payment = payment
    self.longest = longest
  }

  func difference(settlement: Span) -> ItemDifference? {
    settlement <= longest
      ? nil : .differs("settlement", "it can be taken back for \(settlement.seconds) seconds after it was claimed")
  }

  public var json: JSON { .fields(["payment": payment.json, "settlement": longest.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    payment = try fields.value("payment")
    longest = try fields.value("settlement")
    try fields.close()
  }
}

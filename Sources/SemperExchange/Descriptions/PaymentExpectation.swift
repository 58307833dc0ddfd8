public import SemperCoding
public import SemperModel

/// Which payment is expected: how much, to whom, at which ledger, by which payment system.
public struct PaymentExpectation: Hashable, Sendable, CanonicalValue {
  public var amount: AmountBound
  public var payees: Wildcard<Thumbprint>
  public var ledgers: Wildcard<Thumbprint>
  public var brands: Wildcard<Designation>

  public init(
    amount: AmountBound = .anything, payees: Wildcard<Thumbprint> = .anything,
    ledgers: Wildcard<Thumbprint> = .anything, brands: Wildcard<Designation> = .anything
  ) {
    self.amount = amount
    self.payees = payees
    self.ledgers = ledgers
    self.brands = brands
  }

  func difference(
    amount: Money, payee: Thumbprint, ledger: Thumbprint, brand: Designation?
  ) -> ItemDifference? {
    guard self.amount.allows(amount) else {
      return .differs("amount", "the amount is \(amount) and \(self.amount.text) is expected")
    }
    guard payees.allows(payee) else { return .differs("payee", "the payment is to \(payee)") }
    guard ledgers.allows(ledger) else { return .differs("ledger", "the money is locked at \(ledger)") }
    if brands.demands {
      guard let brand else { return .unsaid("brand") }
      guard brands.allows(brand) else { return .differs("brand", "the payment is by “\(brand)”") }
    }
    return nil
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "brands": brands.member, "ledgers": ledgers.member, "payees": payees.member,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    brands = try Wildcard(member: fields.optional("brands"))
    ledgers = try Wildcard(member: fields.optional("ledgers"))
    payees = try Wildcard(member: fields.optional("payees"))
    try fields.close()
  }
}

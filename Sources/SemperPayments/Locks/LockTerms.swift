public import SemperCoding
public import SemperModel

/// What a ledger holds money for: one exchange, one item in it, and who can get the money how.
///
/// What moves the money, to whom, says its rule; or both agree. Time alone never moves it: a payee could wait for the
/// expiry and then resolve.
public struct LockTerms: Hashable, Sendable, CanonicalValue {
  /// The exchange id h_T.
  public let exchange: Digest
  /// The payment's place in the payer's container.
  public let path: String
  /// H(o_i): what opens the lock.
  public let opening: Digest
  public let amount: Money
  /// The key that signs a claim.
  public let payee: Thumbprint
  /// The key that signs a refund; a fresh one for each deal, so the payer stays unknown.
  public let refund: Thumbprint
  /// The key whose decisions the ledger obeys for this lock.
  public let arbiter: Thumbprint
  public let rule: LockRule
  /// How long after the claim a failure decision still takes the money back; absent where a claim is final.
  public let settlement: Span?

  public init(
    exchange: Digest, path: String, opening: Digest, amount: Money, payee: Thumbprint,
    refund: Thumbprint, arbiter: Thumbprint, rule: LockRule = .payment, settlement: Span? = nil
  ) {
    self.exchange = exchange
    self.path = path
    self.opening = opening
    self.amount = amount
    self.payee = payee
    self.refund = refund
    self.arbiter = arbiter
    self.rule = rule
    self.settlement = settlement
  }

  /// The rule stands there only when it is another than `payment`.
  public var json: JSON {
    .fields([
      "amount": amount.json, "arbiter": arbiter.json, "exchange": exchange.json, "opening": opening.json,
      "path": path.json, "payee": payee.json, "refund": refund.json,
      "rule": rule == .payment ? nil : rule.json, "settlement": settlement?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exchange = try fields.value("exchange")
    path = try ItemPath.checked(fields.value("path"))
    opening = try fields.value("opening")
    amount = try fields.value("amount")
    payee = try fields.value("payee")
    refund = try fields.value("refund")
    arbiter = try fields.value("arbiter")
    let written: LockRule? = try fields.optional("rule")
    guard written != .payment else { throw CodingError(.notCanonical, "a payment goes without saying").inside("rule") }
    rule = written ?? .payment
    settlement = try fields.optional("settlement")
    try fields.close()
    guard amount.minorUnits > 0 else { throw CodingError(.outOfRange, "a lock holds a positive amount") }
  }
}

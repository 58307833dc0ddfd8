public import SemperCoding
public import SemperModel
public import SemperPayments

/// One movement on an account of a home's, or in a purse that remembers what it did, with what the home knows of it.
public struct AccountMovement: Hashable, Sendable, CanonicalValue {
  public let time: Timestamp
  /// Below zero what left the account.
  public let amount: Money
  /// The bank's word for it.
  public let purpose: String
  /// By which the bank finds it, where a bank has booked it.
  public let operation: ID<Operation>?
  /// The home's own payments that it belongs to: one, several, or none, such as for a withdrawal of coins, or for what a shop's
  /// own module has taken and the shop has brought to the bank.
  public let payments: [PaidSale]

  /// - Parameter sales: what the home has paid or received, by what both sides have agreed on.
  public init(_ line: StatementLine, in currency: Currency, for sales: [Digest: PaidSale.Subject]) {
    time = line.time
    amount = Money(minorUnits: line.units, currency)
    purpose = line.purpose
    operation = line.operation
    payments = line.payments.map { PaidSale($0.id, for: sales[$0.agreement]) }
  }

  /// An amount as others write it is never below zero, so its direction stands beside it.
  public var json: JSON {
    let size = Money(minorUnits: abs(amount.minorUnits), amount.currency)
    return .fields([
      "amount": size.json, "leaves": (amount.minorUnits < 0).json, "operation": operation?.json,
      "payments": payments.json, "purpose": purpose.json, "time": time.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let (size, leaves): (Money, Bool) = (try fields.value("amount"), try fields.value("leaves"))
    amount = Money(minorUnits: leaves ? -size.minorUnits : size.minorUnits, size.currency)
    operation = try fields.optional("operation")
    payments = try fields.optional("payments") ?? []
    purpose = try fields.value("purpose")
    time = try fields.value("time")
    try fields.close()
  }
}

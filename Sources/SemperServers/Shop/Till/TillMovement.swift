public import SemperCoding
public import SemperCommerce
public import SemperModel
import SemperPayments

/// One movement on an account of the shop's.
public struct TillMovement: Hashable, Sendable, CanonicalValue {
  public let time: Timestamp
  /// Below zero what left the account.
  public let amount: Money
  /// The bank's word for it.
  public let purpose: String
  /// By which the bank finds it, where a bank has booked it.
  public let operation: ID<Operation>?
  /// The shop's own payments that it belongs to: one, several, or none, such as for what its own module has taken and it has
  /// brought to the bank.
  public let payments: [PaidSale]

  init(_ line: StatementLine, in currency: Currency, for sales: [Digest: PaidSale.Subject]) {
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

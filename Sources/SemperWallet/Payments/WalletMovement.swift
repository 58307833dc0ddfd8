public import SemperCommerce
public import SemperModel
import SemperPayments

/// One movement on an account of the wallet's, or in a purse that remembers what it did.
public struct WalletMovement: Hashable, Sendable {
  public let time: Timestamp
  /// Below zero what left.
  public let amount: Money
  /// The bank's word for it.
  public let purpose: String
  /// By which the bank finds it, where a bank has booked it.
  public let operation: ID<Operation>?
  /// The wallet's own payments that it belongs to: one, several, or none, such as for a withdrawal of coins.
  public let payments: [PaidSale]

  init(_ line: StatementLine, in currency: Currency, for sales: [Digest: PaidSale.Subject]) {
    time = line.time
    amount = Money(minorUnits: line.units, currency)
    purpose = line.purpose
    operation = line.operation
    payments = line.payments.map { PaidSale($0.id, for: sales[$0.agreement]) }
  }
}

public import SemperModel

/// One movement of a statement of account, oldest first, as the bank or the purse tells it.
public struct StatementLine: Hashable, Sendable {
  public let time: Timestamp
  /// What the account gained, in minor units of its currency; below zero what it lost.
  public let units: Int64
  /// The bank's word for it, such as `deposit`.
  public let purpose: String
  /// By which its bank finds the posting; `nil` for what a chip card remembers by itself.
  public let operation: ID<Operation>?
  /// By which its owner finds the payment; `nil` where nothing but time and amount is told.
  public let name: MovementName?
  /// Our own payments that it belongs to, as the manager knows them: one, several that were booked together, or none, such as for
  /// a withdrawal. The bank knows nothing of them.
  public internal(set) var payments: [StatementPayment] = []

  /// - Parameter ledger: the bank's, where the operation was booked.
  public init(
    time: Timestamp, units: Int64, purpose: String, operation: ID<Operation>? = nil, at ledger: Thumbprint? = nil
  ) {
    self.time = time
    self.units = units
    self.purpose = purpose
    self.operation = operation
    if let operation, let ledger { name = .operation(operation, at: ledger) } else { name = nil }
  }

  /// What a chip card remembers by itself.
  public init(time: Timestamp, units: Int64, purpose: String, name: MovementName?) {
    self.time = time
    self.units = units
    self.purpose = purpose
    operation = nil
    self.name = name
  }
}

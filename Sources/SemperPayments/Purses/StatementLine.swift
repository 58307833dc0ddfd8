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

  public init(time: Timestamp, units: Int64, purpose: String, operation: ID<Operation>? = nil) {
    self.time = time
    self.units = units
    self.purpose = purpose
    self.operation = operation
  }
}

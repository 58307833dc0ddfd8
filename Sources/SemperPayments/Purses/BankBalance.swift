public import SemperModel

/// What the bank says an account holds, and when it said so. It is never mixed with what the purse counts itself.
public struct BankBalance: Hashable, Sendable {
  /// What can be spent.
  public let available: Money
  /// What is promised or locked and may still come back.
  public let held: Money
  public let asOf: Timestamp

  public init(available: Money, held: Money, asOf: Timestamp) {
    self.available = available
    self.held = held
    self.asOf = asOf
  }
}

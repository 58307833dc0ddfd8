public import SemperModel

/// That an option can be paid with a purse, and what that takes.
public struct PaymentFit: Hashable, Sendable {
  /// What the payer pays beside the amount.
  public let cost: Money
  /// What the payer's side tells the payee with the selection.
  public let particulars: ByteString

  public init(cost: Money, particulars: ByteString = ByteString([])) {
    self.cost = cost
    self.particulars = particulars
  }
}

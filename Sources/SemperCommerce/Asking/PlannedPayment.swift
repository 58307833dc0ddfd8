public import SemperModel

/// An item of money of a deal's terms, before anything of it is paid.
public struct PlannedPayment: Hashable, Sendable {
  public let item: String
  /// What it comes to by the offer alone; `nil` where documents that are still to be given decide it.
  public let amount: Money?
  /// How it comes to that, as the terms say it.
  public let rule: String
}

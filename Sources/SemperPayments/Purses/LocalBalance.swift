public import SemperModel

/// What a purse counts itself, without asking anybody.
public struct LocalBalance: Hashable, Sendable {
  public let available: Money
  /// What operations that are under way have taken out and not yet spent or brought back.
  public let inFlight: Money

  public init(available: Money, inFlight: Money) {
    self.available = available
    self.inFlight = inFlight
  }
}

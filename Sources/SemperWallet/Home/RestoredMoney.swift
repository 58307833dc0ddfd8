public import SemperModel

/// What has come back from a seed, and what has not.
public struct RestoredMoney: Hashable, Sendable {
  /// The coins that the mint still honours.
  public let found: Money
  public let account: Money
  /// Ever turned into coins, and turned back, by the bank's books.
  public let withdrawn: Money
  public let returned: Money

  /// What was turned into coins and is no coin of ours any more: spent, or locked in deals that were still open. The seed
  /// cannot tell which, because the keys of a deal derive from the deal's random id, and a lock comes back by the arbiter's
  /// decision only, which needs the deal's record.
  public var spentOrLocked: Money {
    Money(
      minorUnits: max(0, withdrawn.minorUnits - returned.minorUnits - found.minorUnits), found.currency)
  }
}

public import SemperModel

/// What a purse holds.
public struct PurseBalance: Hashable, Sendable {
  /// Coins that can be spent now.
  public let available: Money
  /// Coins set aside for orders whose answer has not come yet.
  public let inFlight: Money
  /// How many coins are available.
  public let coins: Int
}

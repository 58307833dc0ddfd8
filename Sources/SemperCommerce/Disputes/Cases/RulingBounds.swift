public import SemperModel

/// Within what a person may rule: never less than was admitted, never more than was claimed or than was paid and not given back.
public struct RulingBounds: Hashable, Sendable {
  /// In the smallest units of the currency.
  public let least: Int64
  public let most: Int64
  /// That of the offer.
  public let currency: Currency?

  /// Whether a claimant may be given so much; `nil` dismisses the claim.
  public func admit(_ amount: Money?) -> Bool {
    guard let amount else { return least <= 0 }
    return amount.currency == currency && amount.minorUnits > 0 && amount.minorUnits >= least
      && amount.minorUnits <= most
  }
}

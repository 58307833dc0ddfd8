public import SemperModel

/// When a purse withdraws and how much, so that amounts and times say little about who pays.
///
/// Coins cannot be linked to their withdrawal, but a withdrawal of 13.37 right before a payment of 13.37 can. So a purse takes out
/// ahead of its payments, always the same amount that all others take out too, and at a time that has nothing to do with the
/// payment that made it short. Pure; the experiment in `LinkageSimulation` measures it.
public struct WithdrawalPolicy: Hashable, Sendable {
  /// What is taken out at once, in minor units.
  public let parcel: Int64
  /// Holding less than this, a purse plans its next withdrawal.
  public let low: Int64
  /// The time of a withdrawal is drawn evenly from so long after the purse became short.
  public let window: Span

  /// - Precondition: `parcel` and `low` are more than nothing.
  public init(parcel: Int64, low: Int64, window: Span) {
    precondition(parcel > 0 && low > 0)
    self.parcel = parcel
    self.low = low
    self.window = window
  }

  /// Parcels of 100.00, when less than 100.00 is left, within two days.
  public static let standard = WithdrawalPolicy(parcel: 100_00, low: 100_00, window: Span(seconds: 2 * 86_400))

  /// When the next withdrawal is due, given what was planned before; `nil` while the purse holds enough.
  public func due(
    holding: Int64, planned: Timestamp?, now: Timestamp, using generator: inout some RandomNumberGenerator
  ) -> Timestamp? {
    guard holding < low else { return nil }
    return planned ?? now.advanced(by: Span(seconds: Int64.random(in: 0...window.seconds, using: &generator)))
  }

  /// What to take out when a payment cannot wait: whole parcels, so that at least the amount tells nothing.
  public func parcels(for missing: Int64) -> Int64 {
    missing <= 0 ? 0 : (missing / parcel + (missing % parcel == 0 ? 0 : 1)) * parcel
  }
}

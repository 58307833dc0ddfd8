public import SemperCoding
public import SemperModel

/// How a role stands: until when it is unlocked, and what was set aside and paid under it today.
///
/// A role's time does not run backwards. Where the clock was set back since it was last used, the role is as good as locked, until its
/// owner unlocks it again.
public struct RoleTally: Hashable, Sendable, CanonicalValue {
  public static let longestUnlocking = Span(seconds: 30 * 86_400)
  /// By how much two deals may be late one after the other.
  static let tolerance = Span(seconds: 60)

  /// `nil` while it is locked, as at first.
  public private(set) var until: Timestamp?
  /// When it was last unlocked or used.
  public private(set) var latest: Timestamp?
  /// Days since 1970 in UTC; of this one is `today`.
  private(set) var day: Int64 = 0
  /// `nil` where nothing was paid today.
  private(set) var today: Money?

  public init() {}

  /// Refuses (`limitExceeded`, blame on us) no time at all and more than 30 days.
  public mutating func unlock(for span: Span, at now: Timestamp) throws(Refusal) {
    guard span.seconds > 0, span <= Self.longestUnlocking else {
      throw Refusal(
        .limitExceeded, blame: .us, "a role is unlocked for a time of at most \(Self.longestUnlocking), such as PT8H")
    }
    // The sum of a day that has not come yet counts for the present one.
    if Self.day(of: now) < day { day = Self.day(of: now) }
    until = now.advanced(by: span)
    latest = now
  }

  public mutating func lock() { until = nil }

  /// Why nothing can be done under it now; `nil` where it is unlocked.
  public func shortfall(at now: Timestamp) -> RoleShortfall? {
    guard let until, now < until else { return .locked }
    guard let latest, latest <= now.advanced(by: Self.tolerance) else { return .clock }
    return nil
  }

  /// What was set aside today.
  public func spent(at now: Timestamp, in currency: Currency) -> Money {
    guard Self.day(of: now) <= day, let today, today.currency == currency else { return .zero(currency) }
    return today
  }

  /// Counts one use.
  mutating func use(_ amount: Money?, at now: Timestamp) {
    if let amount, let sum = spent(at: now, in: amount.currency).adding(amount) {
      today = sum
      day = max(day, Self.day(of: now))
    }
    latest = max(latest ?? now, now)
  }

  private static func day(of time: Timestamp) -> Int64 {
    time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds + 1) / 86_400 - 1
  }

  public var json: JSON {
    .fields([
      "day": .integer(day), "latest": latest?.json, "today": today?.json, "until": until?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    day = try fields.value("day")
    latest = try fields.optional("latest")
    today = try fields.optional("today")
    until = try fields.optional("until")
    try fields.close()
  }
}

/// An allowance that refills evenly: so many tokens a second, at most `burst` saved up.
///
/// A value without a clock: the moment is passed in, in nanoseconds since any fixed moment. Time that runs backwards
/// adds nothing.
public struct TokenBucket: Sendable, Equatable {
  private var tokens: Double
  private var filledAt: Int64
  private let perSecond: Double
  private let burst: Double

  /// A full bucket.
  public init(perSecond: Int, burst: Int, at moment: Int64) {
    precondition(perSecond > 0 && burst > 0)
    self.perSecond = Double(perSecond)
    self.burst = Double(burst)
    tokens = Double(burst)
    filledAt = moment
  }

  /// Takes one token; `false` when there is none.
  public mutating func take(at moment: Int64) -> Bool {
    refill(at: moment)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }

  /// Whether nothing is missing, so that the bucket may be forgotten.
  public mutating func isFull(at moment: Int64) -> Bool {
    refill(at: moment)
    return tokens >= burst
  }

  private mutating func refill(at moment: Int64) {
    guard moment > filledAt else { return }
    tokens = min(burst, tokens + Double(moment - filledAt) / 1_000_000_000 * perSecond)
    filledAt = moment
  }
}

/// One token bucket for each source and route, as a value.
///
/// Bounded: when `mostSources` buckets are kept, the full ones are forgotten, and if none is full a source not yet
/// known is refused until one is.
public struct RateLimiter: Sendable {
  private struct Key: Hashable {
    let source: String
    let route: Int
  }

  private var buckets: [Key: TokenBucket] = [:]
  private let mostSources: Int

  public init(mostSources: Int = 20_000) { self.mostSources = mostSources }

  /// Whether the source may ask this route now. Moments are nanoseconds since any fixed moment.
  public mutating func admits(_ source: String, route: Int, perSecond: Int, at moment: Int64) -> Bool {
    let key = Key(source: source, route: route)
    if buckets[key] == nil {
      if buckets.count >= mostSources { forgetFull(at: moment) }
      guard buckets.count < mostSources else { return false }
    }
    return buckets[key, default: TokenBucket(perSecond: perSecond, burst: 2 * perSecond, at: moment)].take(at: moment)
  }

  private mutating func forgetFull(at moment: Int64) {
    for key in Array(buckets.keys) where buckets[key]?.isFull(at: moment) == true { buckets[key] = nil }
  }
}

import SemperCommunication
import Testing

@Suite("Rates, with time passed in")
struct RateTests {
  private static let second: Int64 = 1_000_000_000

  @Test("a bucket gives its burst, then its rate, and saves no more than its burst")
  func bucket() {
    var bucket = TokenBucket(perSecond: 10, burst: 20, at: 0)
    let moments: [Int64] = Array(repeating: 0, count: 21) + [99_999_999, 100_000_001, 100_000_001]
    let taken = moments.map { bucket.take(at: $0) }
    #expect(taken == Array(repeating: true, count: 20) + [false, false, true, false])
    let later = (0..<30).filter { _ in bucket.take(at: 100 * Self.second) }
    #expect(later.count == 20)
    let backwards = bucket.take(at: 0)
    #expect(!backwards, "time that runs backwards adds nothing")
  }

  @Test("over a long time the rate holds whatever the pattern", arguments: [1, 3, 7, 1000])
  func sustained(_ steps: Int64) {
    var bucket = TokenBucket(perSecond: 5, burst: 10, at: 0)
    var taken = 0
    for step in 0...(100 * steps) {
      while bucket.take(at: step * Self.second / steps) { taken += 1 }
    }
    #expect((509...510).contains(taken))
  }

  @Test("sources and routes are apart, and their number is bounded")
  func limiter() {
    var limiter = RateLimiter(mostSources: 3)
    let asked: [(source: String, route: Int, seconds: Int64, admitted: Bool)] = [
      ("a", 0, 0, true), ("a", 0, 0, true), ("a", 0, 0, false), ("a", 1, 0, true), ("b", 0, 0, true),
      // Three are known and none is full; later the full ones are forgotten.
      ("c", 0, 0, false), ("c", 0, 10, true),
    ]
    for (source, route, seconds, admitted) in asked {
      let admits = limiter.admits(source, route: route, perSecond: 1, at: seconds * Self.second)
      #expect(admits == admitted, "\(source) \(route) at \(seconds)")
    }
  }
}

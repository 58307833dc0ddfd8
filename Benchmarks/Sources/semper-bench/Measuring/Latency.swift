/// How long single operations took, in milliseconds.
struct Latency: Codable, Sendable {
  let p50: Double
  let p99: Double

  init(p50: Double, p99: Double) { (self.p50, self.p99) = (p50, p99) }

  /// `nil` when nothing was timed.
  init?(seconds: [Double]) {
    guard !seconds.isEmpty else { return nil }
    let sorted = seconds.sorted()
    func quantile(_ share: Double) -> Double {
      sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] * 1_000
    }
    p50 = quantile(0.50)
    p99 = quantile(0.99)
  }

  /// The medians of the quantiles of several rounds.
  init?(_ rounds: [Latency]) {
    guard !rounds.isEmpty else { return nil }
    p50 = Spread(rounds.map(\.p50)).median
    p99 = Spread(rounds.map(\.p99)).median
  }
}

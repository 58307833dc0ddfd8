import SemperCommunication
import Synchronization

/// Counts and durations of answers by route and status, in the text format of Prometheus. No ids, no sources, no
/// amounts.
final class ServerMetrics: Sendable {
  private struct Key: Hashable {
    let route: Int?
    let status: Int
  }

  private struct Durations {
    var buckets = [Int](repeating: 0, count: ServerMetrics.bounds.count)
    var sum: Int64 = 0
    var count = 0
  }

  private struct State {
    var names: [(method: String, pattern: String)] = []
    var answers: [Key: Int] = [:]
    var durations: [Int?: Durations] = [:]
  }

  private static let bounds: [(nanoseconds: Int64, text: String)] = [
    (1_000_000, "0.001"), (5_000_000, "0.005"), (25_000_000, "0.025"), (100_000_000, "0.1"), (500_000_000, "0.5"),
    (2_500_000_000, "2.5"), (10_000_000_000, "10"),
  ]
  private let state = Mutex(State())

  /// Which routes the numbers mean.
  func name(_ routes: [Route]) {
    state.withLock { $0.names = routes.map { ($0.method.rawValue, $0.pattern) } }
  }

  func count(route: Int?, status: Int, nanoseconds: Int64) {
    let bucket = Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds }
    state.withLock { state in
      state.answers[Key(route: route, status: status), default: 0] += 1
      state.durations[route, default: Durations()].count += 1
      state.durations[route, default: Durations()].sum += nanoseconds
      if let bucket { state.durations[route, default: Durations()].buckets[bucket] += 1 }
    }
  }

  var text: String {
    let state = state.withLock { $0 }
    func labels(_ route: Int?) -> String {
      guard let route else { return #"method="",route="none""# }
      return #"method="\#(state.names[route].method)",route="\#(state.names[route].pattern)""#
    }
    var lines = ["# TYPE semper_http_answers_total counter"]
    for (key, count) in state.answers.sorted(by: {
      ($0.key.route ?? -1, $0.key.status) < ($1.key.route ?? -1, $1.key.status)
    }) {
      lines.append(#"semper_http_answers_total{\#(labels(key.route)),status="\#(key.status)"} \#(count)"#)
    }
    lines.append("# TYPE semper_http_seconds histogram")
    for (route, durations) in state.durations.sorted(by: { ($0.key ?? -1) < ($1.key ?? -1) }) {
      var cumulated = 0
      for (bound, count) in zip(Self.bounds, durations.buckets) {
        cumulated += count
        lines.append(#"semper_http_seconds_bucket{\#(labels(route)),le="\#(bound.text)"} \#(cumulated)"#)
      }
      lines.append(#"semper_http_seconds_bucket{\#(labels(route)),le="+Inf"} \#(durations.count)"#)
      lines.append("semper_http_seconds_sum{\(labels(route))} \(Double(durations.sum) / 1_000_000_000)")
      lines.append("semper_http_seconds_count{\(labels(route))} \(durations.count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

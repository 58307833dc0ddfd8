import Foundation

/// Rounds of exchanges of many kinds, each beside the same reference.
struct ExchangeMeasuring {
  let benchmark: String
  let rounds: Int
  let exchanges: Int
  let callers: [Int]

  /// Measures and reports every load by its name. The first round of each warms up and does not count.
  func run(_ loads: [(name: String, load: ExchangeLoad)]) async throws {
    var report = Report()
    let reference = try ExchangeReference(rounds: 3)
    try reference.report(to: &report, as: benchmark)
    for (name, load) in loads {
      for callers in callers {
        var results = [ExchangeLoad.Result]()
        for round in 0...rounds {
          let result = try await load.run(exchanges: round == 0 ? callers : exchanges, callers: callers)
          if round > 0 { results.append(result) }
        }
        guard let last = results.last else { throw BenchmarkError("no rounds, no figures") }
        try report.add(
          Measurement(
            benchmark, "\(name), \(callers) at once", "exchanges/s", Spread(results.map(\.rate)),
            latency: Latency(results.map(\.latency))
          )
          .over(reference.rate(of: last), "the same commits and signatures alone")
          .with("CPU ms", Spread(results.map { $0.processorSeconds * 1_000 }).median)
          .with("commits", last.commits).with("entries", last.entries).with("statements", last.statements))
      }
    }
    try report.add(
      Measurement(
        benchmark, "peak memory of all", "MiB",
        Spread([try ProcessFacts.peakMemory(of: ProcessInfo.processInfo.processIdentifier)])))
    report.printTable()
  }
}

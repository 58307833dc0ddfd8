import Foundation
import SemperCommunication

/// One timed window of transfers, exchanges or uploads; all but the rate and the latency for one of them.
struct TransferRound {
  let rate: Double
  let latency: Latency
  let processorMilliseconds: Double
  /// Of bodies, in both directions.
  let bytes: Double
  let requests: Double
  let commits: Double

  /// Does so many of something with so many callers.
  ///
  /// - Parameter commits: how many there have been on the disk so far.
  static func timed(
    _ count: Int, callers: Int, over transport: CountingTransport, commits: () -> Int = { 0 },
    _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws -> TransferRound {
    let process = ProcessInfo.processInfo.processIdentifier
    let before = (transport.count, commits(), try ProcessFacts.processorSeconds(of: process))
    let start = ContinuousClock.now
    let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
      for caller in 0..<callers {
        group.addTask {
          var seconds = [Double]()
          for number in stride(from: caller, to: count, by: callers) {
            seconds.append(try await Clock.timeAsync { try await body(number) })
          }
          return seconds
        }
      }
      return try await group.reduce(into: [Double]()) { $0 += $1 }
    }
    let seconds = Clock.seconds(since: start)
    let used = try ProcessFacts.processorSeconds(of: process) - before.2
    guard let latency = Latency(seconds: latencies) else { throw BenchmarkError("nothing was transferred") }
    let (each, counted) = (Double(count), transport.count - before.0)
    return TransferRound(
      rate: each / seconds, latency: latency, processorMilliseconds: used / each * 1_000,
      bytes: Double(counted.bytes) / each, requests: Double(counted.requests) / each,
      commits: Double(commits() - before.1) / each)
  }
}

import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperExchange
import SemperModel
import SemperTesting

/// Exchanges of one kind between two machines with real cryptography, journals on SQLite and an arbiter on SQLite; ledgers,
/// registry and the way between the parties are in memory. What both give is made before the clock runs.
struct ExchangeLoad {
  struct Result {
    let rate: Double
    let latency: Latency
    let processorSeconds: Double
    let commits: Double
    let entries: Double
    let statements: Double
  }

  let proposer: [Ware]
  let invited: [Ware]
  let wish: PlanWish
  let size: Int

  /// One round. Throws when an exchange does not go through for both.
  func run(exchanges: Int, callers: Int) async throws -> Result {
    try await Scratch.withAsync { scratch in
      let archives = try ["originator", "responder", "arbiter"].map {
        try SQLiteArchive(path: scratch.file("\($0).sqlite"), masterKey: [UInt8](repeating: 7, count: 32))
      }
      let surroundings = CellSurroundings(
        arbiterOn: archives[2].records,
        limits: ArbiterLimits(
          callsPerSecond: .max / 2, strangersADay: .max / 2, openOfStrangers: .max / 2, open: .max / 2),
        journals: [.originator: archives[0].journal, .responder: archives[1].journal])
      var runs = [CellRun]()
      for number in 0..<exchanges {
        runs.append(
          try await CellRun(
            proposer, for: invited, wish: wish, seed: UInt64(number), size: size, in: surroundings))
      }
      func commits() -> Int { archives.map(\.statistics.commits).reduce(0, +) }
      let (before, process) = (commits(), ProcessInfo.processInfo.processIdentifier)
      let cpu = try ProcessFacts.processorSeconds(of: process)
      let start = ContinuousClock.now
      let ended = try await play(runs, callers)
      let seconds = Clock.seconds(since: start)
      let used = try ProcessFacts.processorSeconds(of: process) - cpu
      let result = try await result(ended, seconds, used, Double(commits() - before))
      for archive in archives { try archive.close() }
      return result
    }
  }

  private func play(_ runs: [CellRun], _ callers: Int) async throws -> [(run: CellRun, seconds: Double)] {
    try await withThrowingTaskGroup(of: [(CellRun, Double)].self) { group in
      for caller in 0..<callers {
        group.addTask {
          var ended = [(CellRun, Double)]()
          for number in stride(from: caller, to: runs.count, by: callers) {
            var run = runs[number]
            let begin = ContinuousClock.now
            try await run.run()
            ended.append((run, Clock.seconds(since: begin)))
          }
          return ended
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func result(
    _ ended: [(run: CellRun, seconds: Double)], _ seconds: Double, _ processor: Double, _ commits: Double
  ) async throws -> Result {
    for (run, _) in ended {
      let isThrough = ExchangeRole.allCases.allSatisfy { run.machines[$0]?.outcome == .completed }
      let complaint = try await run.unfairness()
      guard isThrough, complaint == nil else {
        throw BenchmarkError("an exchange did not go through: \(complaint ?? "it ended otherwise")")
      }
    }
    guard let one = ended.first?.run, let latency = Latency(seconds: ended.map(\.seconds)) else {
      throw BenchmarkError("nothing was exchanged")
    }
    let count = Double(ended.count)
    return Result(
      rate: count / seconds, latency: latency, processorSeconds: processor / count, commits: commits / count,
      entries: Double(one.entries), statements: Double(try one.statements))
  }
}

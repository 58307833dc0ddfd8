import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Decisions of an arbiter on a durable archive, called in its own process, beside raw SQLite commits and the bare signature
/// that each of them holds.
struct ArbiterBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arbiter", abstract: "Decisions of the arbiter against raw SQLite commits.")
  private static let now = Timestamp(seconds: 1_800_000_000)
  /// About what a decision writes: record, log entry, window, tally.
  private static let row = [UInt8](repeating: 0x61, count: 4_096)

  @Option var rounds = 3
  @Option(help: "Exchanges a round.") var exchanges = 800

  private enum Question: String, CaseIterable { case abort, resolve, query }

  func run() async throws {
    var report = Report()
    let openSSL = try OpenSSLSpeed.rates("ecdsap256")
    try await Scratch.withAsync { scratch in
      let raw = try RawCommits(path: scratch.file("raw.sqlite"))
      defer { raw.close() }
      let archive = try SQLiteArchive(path: scratch.file("archive.sqlite"), masterKey: [UInt8](repeating: 7, count: 32))
      let arbiter = Arbiter(
        records: archive.records, signingKey: SigningKey(), sealingKey: SealingKey(), epoch: 1,
        policy: ArbiterPolicy(
          shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000)),
        limits: ArbiterLimits(
          callsPerSecond: .max / 2, strangersADay: .max / 2, openOfStrangers: .max / 2, open: .max / 2),
        data: SealedDataFiles(try FileBlobStore(directory: scratch.file("data"))))
      var commits = [Double]()
      var found: [String: [Double]] = [:]
      for round in 0...rounds {
        let rate = try raw.rate(seconds: 1, bytes: Self.row)
        if round > 0 { commits.append(rate) }
        for callers in [1, 16] {
          for (question, rate) in try await self.round(arbiter, callers: callers) where round > 0 {
            found["\(question.rawValue), \(callers) at once", default: []].append(rate)
          }
        }
      }
      let reference = try report.add(
        Measurement("arbiter", "raw SQLite, one row of 4 kB a commit", "commits/s", Spread(commits)))
      for (name, rates) in found.sorted(by: { $0.key < $1.key }) {
        try report.add(
          Measurement("arbiter", name, "decisions/s", Spread(rates)).over(reference)
            .over(openSSL.sign, "OpenSSL ecdsap256 sign"))
      }
      try archive.close()
    }
    report.printTable()
  }

  /// Half of the exchanges are aborted, half resolved, and then all are asked about. Calls are made before the clock runs.
  private func round(_ arbiter: Arbiter, callers: Int) async throws -> [(Question, Double)] {
    let keys = (SigningKey(), SigningKey())
    let pairs = try (0..<exchanges).map { _ in try ContractPair(arbiter: arbiter.terms, keys: keys, begins: Self.now) }
    var rates: [(Question, Double)] = []
    for question in Question.allCases {
      let calls =
        switch question {
        case .abort: try pairs.prefix(exchanges / 2).map { try $0.abort() }
        case .resolve: try pairs.dropFirst(exchanges / 2).map { try $0.resolve() }
        case .query: try pairs.map { try $0.query() }
        }
      let seconds = try await Clock.timeAsync { try await ask(arbiter, calls, callers) }
      rates.append((question, Double(calls.count) / seconds))
    }
    return rates
  }

  private func ask(_ arbiter: Arbiter, _ calls: [SignedStatement], _ callers: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for call in stride(from: caller, to: calls.count, by: callers) {
            _ = try await arbiter.answer(calls[call], at: Self.now)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

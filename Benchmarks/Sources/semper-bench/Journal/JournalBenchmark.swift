import ArgumentParser
import SemperArchiveSQLite

/// Durable, hash-chained journal entries beside rows that SQLite commits one by one, on the same disk, round about.
struct JournalBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Journal appends against raw SQLite commits.")
  /// About the size of a signed statement in a journal.
  private static let entry = [UInt8](repeating: 0x61, count: 600)

  @Option var rounds = 5
  @Option(help: "Seconds a round lasts.") var seconds = 1.0

  func run() async throws {
    var report = Report()
    try await Scratch.withAsync { scratch in
      let raw = try RawCommits(path: scratch.file("raw.sqlite"))
      defer { raw.close() }
      let archive = try SQLiteArchive(
        path: scratch.file("archive.sqlite"), masterKey: [UInt8](repeating: 7, count: 32))
      guard try archive.durability() == ("wal", 2) else { throw BenchmarkError("the archive is not durable") }
      var commits = [Double]()
      var results: [Int: [JournalWriters.Result]] = [:]
      for round in 0...rounds {
        let rate = try raw.rate(seconds: seconds, bytes: Self.entry)
        if round > 0 { commits.append(rate) }
        for writers in [1, 16, 64] {
          let result = try await JournalWriters(archive: archive, count: writers)
            .run(round: round, seconds: seconds, bytes: Self.entry)
          if round > 0 { results[writers, default: []].append(result) }
        }
      }
      let reference = try report.add(
        Measurement("journal", "raw SQLite, one row a commit", "commits/s", Spread(commits)))
      for writers in results.keys.sorted() {
        let found = results[writers] ?? []
        try report.add(
          Measurement(
            "journal", "journal, \(writers) writer\(writers > 1 ? "s" : "")", "entries/s", Spread(found.map(\.rate)),
            latency: Latency(found.map(\.latency))
          ).over(reference).with("entries a commit", Spread(found.map(\.entriesInCommit)).median))
      }
      try archive.close()
    }
    report.printTable()
  }
}

import SemperArchiveSQLite
import SemperEngine
import SemperModel

/// Conversations that append to a journal at the same time, each entry after the one before is durable.
struct JournalWriters {
  let archive: SQLiteArchive
  let count: Int

  struct Result {
    let rate: Double
    let latency: Latency
    let entriesInCommit: Double
  }

  func run(round: Int, seconds: Double, bytes: [UInt8]) async throws -> Result {
    let before = archive.statistics
    let start = ContinuousClock.now
    let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
      for writer in 0..<count {
        group.addTask {
          let conversation = ConversationID(machine: "benchmark-\(count)", id: "\(round)-\(writer)")
          return try await append(to: conversation, since: start, seconds: seconds, bytes: bytes)
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let elapsed = Clock.seconds(since: start)
    let after = archive.statistics
    guard let latency = Latency(seconds: latencies) else { throw BenchmarkError("nothing was appended") }
    return Result(
      rate: Double(latencies.count) / elapsed, latency: latency,
      entriesInCommit: Double(after.operations - before.operations) / Double(max(1, after.commits - before.commits)))
  }

  private func append(
    to conversation: ConversationID, since start: ContinuousClock.Instant, seconds: Double, bytes: [UInt8]
  ) async throws -> [Double] {
    let journal = archive.journal
    var latencies = [Double]()
    while Clock.seconds(since: start) < seconds {
      let begin = ContinuousClock.now
      let entry = JournalEntry(
        sequence: latencies.count, time: Timestamp(seconds: 1_800_000_000), bytes: bytes)
      try await journal.append(entry, to: conversation)
      latencies.append(Clock.seconds(since: begin))
    }
    return latencies
  }
}

import GRDB
import SemperArchive
import Synchronization

/// The one writer: what arrives while a commit is on its way to the disk shares the next one.
///
/// Every operation runs in a savepoint of its own, so it succeeds or fails alone; its caller hears of either only after
/// the common commit, because also a refusal may rest on what the same commit makes true. When a commit fails, all of
/// its callers hear of that and the committer closes for good: what the disk then holds is known only after a restart.
final class Committer: Sendable {
  private typealias Acknowledge = @Sendable () -> Void

  private struct Operation: Sendable {
    /// Runs it; what it returns tells the caller how it went.
    let run: @Sendable (Database) -> Acknowledge
    /// Tells the caller that nothing was done, or nothing that lasts.
    let refuse: @Sendable (ArchiveError) -> Void
  }

  private struct Queue {
    var waiting: [Operation] = []
    var draining = false
    var failure: ArchiveError?
    var watchers: [Int: AsyncStream<ArchiveError>.Continuation] = [:]
    var nextWatcher = 0
    var statistics = CommitStatistics()
  }

  /// So many operations at most share a commit, so that the first does not wait for ever.
  private static let largestBatch = 1024

  private let pool: DatabasePool
  private let queue = Mutex(Queue())

  init(_ pool: DatabasePool) { self.pool = pool }

  var statistics: CommitStatistics { queue.withLock(\.statistics) }

  /// Why nothing more is taken; `nil` as long as something is.
  var failure: ArchiveError? { queue.withLock(\.failure) }

  /// Gives the failure, when there is one, and ends.
  func failures() -> AsyncStream<ArchiveError> {
    let (stream, continuation) = AsyncStream<ArchiveError>.makeStream()
    let (number, failure) = queue.withLock { queue in
      queue.nextWatcher += 1
      if queue.failure == nil { queue.watchers[queue.nextWatcher] = continuation }
      return (queue.nextWatcher, queue.failure)
    }
    continuation.onTermination = { [weak self] _ in
      self?.queue.withLock { _ = $0.watchers.removeValue(forKey: number) }
    }
    if let failure { Self.tell(failure, [continuation]) }
    return stream
  }

  /// Performs an operation in a transaction; returns or throws when the outcome will survive a power cut.
  func perform<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let run: @Sendable (Database) -> Acknowledge = { database in
        let outcome = Swift.Result<Result, any Error> {
          try Self.savepoint(database, body)
        }.mapError(SQLiteFailure.archiveError)
        return { continuation.resume(with: outcome) }
      }
      enqueue(Operation(run: run) { failure in continuation.resume(throwing: failure) })
    }
  }

  /// What the body does is kept as a whole or not at all. Where not even that can be said, the whole transaction ends.
  private static func savepoint<Result>(
    _ database: Database, _ body: (Database) throws -> Result
  ) throws -> Result {
    try PreparedStatement("SAVEPOINT operation", in: database).run()
    do {
      let result = try body(database)
      try PreparedStatement("RELEASE operation", in: database).run()
      return result
    } catch {
      if database.isInsideTransaction {
        do {
          try PreparedStatement("ROLLBACK TO operation", in: database).run()
          try PreparedStatement("RELEASE operation", in: database).run()
        } catch {
          try? database.rollback()
        }
      }
      throw error
    }
  }

  private func enqueue(_ operation: Operation) {
    let starts = queue.withLock { queue in
      queue.waiting.append(operation)
      defer { queue.draining = true }
      return !queue.draining
    }
    if starts { drainLater() }
  }

  private func drainLater() {
    pool.asyncWriteWithoutTransaction { database in self.drain(database) }
  }

  private func drain(_ database: Database) {
    while true {
      let (batch, failure) = queue.withLock { queue -> ([Operation], ArchiveError?) in
        let batch = Array(queue.waiting.prefix(Self.largestBatch))
        queue.waiting.removeFirst(batch.count)
        if batch.isEmpty { queue.draining = false }
        return (batch, queue.failure)
      }
      guard !batch.isEmpty else { return }
      if let failure {
        for operation in batch { operation.refuse(failure) }
      } else {
        commit(batch, database)
      }
    }
  }

  private func commit(_ batch: [Operation], _ database: Database) {
    do {
      try database.beginTransaction(.immediate)
    } catch {
      // Nothing has been tried, so the next batch may have better luck.
      let failure = Self.failure(error, "could not be written to")
      for operation in batch { operation.refuse(failure) }
      return
    }
    var acknowledgements: [Acknowledge] = []
    do {
      for operation in batch {
        acknowledgements.append(operation.run(database))
        // A full disk or a failed write makes SQLite give up the whole transaction.
        guard database.isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
      }
      try database.commit()
    } catch {
      if database.isInsideTransaction { try? database.rollback() }
      let failure = Self.failure(error, "could not be written to and takes nothing more")
      closeForGood(failure)
      for operation in batch { operation.refuse(failure) }
      return
    }
    queue.withLock { queue in
      queue.statistics.operations += batch.count
      queue.statistics.commits += 1
    }
    for acknowledge in acknowledgements { acknowledge() }
  }

  private func closeForGood(_ failure: ArchiveError) {
    let watchers = queue.withLock { queue in
      queue.failure = failure
      defer { queue.watchers = [:] }
      return Array(queue.watchers.values)
    }
    Self.tell(failure, watchers)
  }

  private static func tell(_ failure: ArchiveError, _ watchers: [AsyncStream<ArchiveError>.Continuation]) {
    for watcher in watchers {
      watcher.yield(failure)
      watcher.finish()
    }
  }

  private static func failure(_ error: any Error, _ what: String) -> ArchiveError {
    let reason = (error as? DatabaseError).map(SQLiteFailure.text) ?? "\(error)"
    return ArchiveError(.unavailable, "the archive's file \(what) (\(reason)); see to its disk and start again")
  }
}

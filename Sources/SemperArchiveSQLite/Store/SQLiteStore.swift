import Foundation
import GRDB
import SemperArchive
import Synchronization

/// One open SQLite file: its lock, its one writer and its readers.
final class SQLiteStore: Sendable {
  private let lock: FileLock
  private let pool: DatabasePool
  private let readers: OperationQueue
  /// Tables of records that exist, by their SQL names.
  private let tables: Mutex<Set<String>>
  let committer: Committer

  /// Opens the file, creates it if asked to, brings its tables up to date.
  ///
  /// Throws `ArchiveError`: `.busy` when it is in use, `.newerVersion` when a newer Semper has written it, `.corrupt`
  /// when it is no archive, `.unavailable` otherwise.
  init(path: String, creating: Bool) throws {
    lock = try FileLock(path + ".lock")
    try Self.prepareFile(path, creating: creating)
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      // GRDB sets synchronous to NORMAL when it opens a pool, so FULL comes after.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let migrator = Schema.migrator
      guard try !pool.read(migrator.hasBeenSuperseded) else {
        throw ArchiveError(
          .newerVersion, "a newer version of Semper has written this home; use that version or a later one")
      }
      try migrator.migrate(pool)
      tables = Mutex(try pool.read(Self.recordTables))
    } catch {
      throw SQLiteFailure.archiveError(error)
    }
    readers = OperationQueue()
    readers.maxConcurrentOperationCount = Self.readerCount
    committer = Committer(pool)
  }

  /// Reads from the last committed state. Waits on a thread of its own, never on one that runs tasks.
  func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      readers.addOperation { [pool] in
        continuation.resume(with: Swift.Result { try pool.read(body) }.mapError(SQLiteFailure.archiveError))
      }
    }
  }

  /// Runs a transaction; returns when it will survive a power cut.
  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws -> Result
  ) async throws -> Result {
    let (result, created) = try await committer.perform { [self] database in
      let transaction = SQLiteTransaction(database, known: knownTables)
      return (try body(transaction), transaction.created)
    }
    know(created)
    return result
  }

  /// Moves everything from the write-ahead log into the file and cuts the log to nothing.
  func emptyWriteAheadLog() async throws {
    let left: Int = try await withCheckedThrowingContinuation { continuation in
      pool.asyncWriteWithoutTransaction { database in
        continuation.resume(
          with: Result { try database.checkpoint(.truncate).walFrameCount }.mapError(SQLiteFailure.archiveError))
      }
    }
    guard left == 0 else {
      throw ArchiveError(.unavailable, "the archive's log could not be emptied while it was being read; try again")
    }
  }

  /// Whether all tables are empty.
  func isUnused() throws -> Bool {
    guard knownTables.isEmpty else { return false }
    return try pool.read { database in
      try ["conversation", "evidence", "secret"].allSatisfy { table in
        try !(Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(table))") ?? true)
      }
    }
  }

  /// Waits for what has been begun, then gives the file up; whatever is asked afterwards fails.
  func close() throws {
    readers.waitUntilAllOperationsAreFinished()
    do { try pool.close() } catch { throw SQLiteFailure.archiveError(error) }
    lock.release()
  }

  var knownTables: Set<String> { tables.withLock { $0 } }

  /// To be called when the transaction that created them is committed.
  func know(_ created: Set<String>) {
    guard !created.isEmpty else { return }
    tables.withLock { $0.formUnion(created) }
  }

  /// Journal mode and synchronous setting of the writing connection, as SQLite reports them.
  func durability() throws -> (journalMode: String, synchronous: Int) {
    try pool.writeWithoutTransaction { database in
      (
        try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
        try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
      )
    }
  }

  private static let readerCount = 4

  /// What an operation's savepoint may have to take back stays in memory, as do 16 MiB of pages. The log is carried over into the file when
  /// it has 16 MiB, since a page that many operations write is then carried once.
  private static let pragmas = """
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 4096;
    """

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "archive"
    configuration.maximumReaderCount = readerCount
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: pragmas) }
    return configuration
  }

  /// Creates the file itself, so that it, and the files that SQLite puts beside it, are for the owner only.
  private static func prepareFile(_ path: String, creating: Bool) throws(ArchiveError) {
    let file = open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
    guard file >= 0, fchmod(file, 0o600) == 0 else {
      let reason = String(cString: strerror(errno))
      if file >= 0 { Glibc.close(file) }
      throw ArchiveError(.unavailable, "could not open the archive \(path): \(reason)")
    }
    Glibc.close(file)
  }

  private static func recordTables(_ database: Database) throws -> Set<String> {
    try String.fetchSet(
      database,
      sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND (name GLOB 'record_*' OR name GLOB 'log_*')")
  }
}

import GRDB
import SemperArchive

struct SQLiteRecords: Records {
  let store: SQLiteStore

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    try await store.transact(body)
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    // Asked before the snapshot is taken, so that every table named here is in it.
    let known = store.knownTables
    return try await store.read { database in try body(SQLiteRecordReader(database, known: known)) }
  }
}

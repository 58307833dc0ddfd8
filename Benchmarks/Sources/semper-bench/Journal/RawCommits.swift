import Foundation
import GRDBSQLite

/// SQLite by itself: one row a commit, WAL and `synchronous = FULL`, prepared statements, one thread.
struct RawCommits {
  private let database: OpaquePointer
  private let statement: OpaquePointer

  init(path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { throw BenchmarkError("SQLite cannot open") }
    database = opened
    for sql in [
      "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
      "CREATE TABLE entry (number INTEGER PRIMARY KEY, bytes BLOB)",
    ] {
      guard sqlite3_exec(opened, sql, nil, nil, nil) == SQLITE_OK else {
        throw BenchmarkError("SQLite refused: \(sql)")
      }
    }
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(opened, "INSERT INTO entry (bytes) VALUES (?)", -1, &prepared, nil) == SQLITE_OK,
      let prepared
    else { throw BenchmarkError("SQLite refused the statement") }
    statement = prepared
  }

  /// Commits a second.
  func rate(seconds: Double, bytes: [UInt8]) throws -> Double {
    let start = ContinuousClock.now
    var count = 0
    var elapsed = 0.0
    while elapsed < seconds {
      // The bytes live longer than the step, so SQLite need not copy them.
      let done = bytes.withUnsafeBytes { buffer in
        sqlite3_bind_blob(statement, 1, buffer.baseAddress, Int32(buffer.count), nil)
        return sqlite3_step(statement)
      }
      guard done == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else { throw BenchmarkError("a commit failed") }
      count += 1
      elapsed = Clock.seconds(since: start)
    }
    return Double(count) / elapsed
  }

  func close() {
    sqlite3_finalize(statement)
    sqlite3_close(database)
  }
}

import Foundation
import GRDBSQLite

/// A database of SQLite, used as it is.
final class SQLiteFile {
  enum Value {
    case number(Int)
    case text(String)
    case blob([UInt8])
  }

  /// A statement that is run again and again.
  final class Prepared {
    private let statement: OpaquePointer
    private let count: Int32

    fileprivate init(_ statement: OpaquePointer) {
      self.statement = statement
      count = sqlite3_bind_parameter_count(statement)
    }

    /// Binds as many of the values, by their place, as the statement has.
    func run(_ values: [Value]) throws {
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      for (index, value) in zip(Int32(1)..., values.prefix(Int(count))) {
        switch value {
        case .number(let number): sqlite3_bind_int64(statement, index, Int64(number))
        case .text(let text): sqlite3_bind_text(statement, index, text, -1, copied)
        case .blob(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copied)
        }
      }
      guard sqlite3_step(statement) == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else {
        throw BenchmarkError("SQLite refused: \(String(cString: sqlite3_errmsg(sqlite3_db_handle(statement))))")
      }
    }

    func close() { sqlite3_finalize(statement) }
  }

  private let database: OpaquePointer

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
      throw BenchmarkError("SQLite cannot open \(path)")
    }
    database = opened
    sqlite3_busy_timeout(opened, 10_000)
  }

  func close() { sqlite3_close(database) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      throw BenchmarkError("SQLite refused “\(sql)”: \(String(cString: sqlite3_errmsg(database)))")
    }
  }

  func prepared(_ sql: String) throws -> Prepared { Prepared(try statement(sql)) }

  func number(_ sql: String) throws -> Int {
    let statement = try statement(sql)
    defer { sqlite3_finalize(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW else { throw BenchmarkError("SQLite has no answer to “\(sql)”") }
    return Int(sqlite3_column_int64(statement, 0))
  }

  func blobs(_ sql: String) throws -> [[UInt8]] {
    let statement = try statement(sql)
    defer { sqlite3_finalize(statement) }
    var found = [[UInt8]]()
    while sqlite3_step(statement) == SQLITE_ROW {
      let bytes = UnsafeRawBufferPointer(
        start: sqlite3_column_blob(statement, 0), count: Int(sqlite3_column_bytes(statement, 0)))
      found.append(Array(bytes))
    }
    return found
  }

  private func statement(_ sql: String) throws -> OpaquePointer {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &prepared, nil) == SQLITE_OK, let prepared else {
      throw BenchmarkError("SQLite refused “\(sql)”: \(String(cString: sqlite3_errmsg(database)))")
    }
    return prepared
  }
}

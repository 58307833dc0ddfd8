import GRDB
import GRDBSQLite

/// A statement that every operation runs, bound and stepped by SQLite's own interface.
///
/// GRDB prepares it, keeps it with its connection and owns it. Its rows and arguments take several times as long as SQLite needs to
/// find a key, and a payment asks for twenty of them; whatever is rare goes through them all the same.
struct PreparedStatement {
  /// What is bound to a statement's parameters, in their order.
  enum Value {
    case bytes([UInt8])
    case integer(Int64)
    case text(String)
  }

  /// The row that a statement stands at.
  struct Row {
    fileprivate let statement: OpaquePointer

    /// A column's bytes; none where it is `NULL`.
    func bytes(_ column: Int32) -> [UInt8] {
      guard let start = sqlite3_column_blob(statement, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
  }

  private let owner: Statement
  private let connection: SQLiteConnection?

  init(_ sql: String, in database: Database) throws {
    owner = try database.cachedStatement(sql: sql)
    connection = database.sqliteConnection
  }

  /// Runs it to its end.
  func run(_ values: Value...) throws {
    _ = try first(values) { _ in }
  }

  /// What is read from its first row; `nil` where it has none.
  func first<Result>(_ values: Value..., read: (Row) throws -> Result) throws -> Result? {
    try first(values, read: read)
  }

  private func first<Result>(_ values: [Value], read: (Row) throws -> Result) throws -> Result? {
    let statement = owner.sqliteStatement
    defer { sqlite3_reset(statement) }
    for (index, value) in values.enumerated() {
      guard Self.bind(value, at: Int32(index + 1), of: statement) == SQLITE_OK else { throw failure(SQLITE_RANGE) }
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return try read(Row(statement: statement))
    case SQLITE_DONE: return nil
    case let code: throw failure(code)
    }
  }

  /// Without the statement and its arguments, which may be secret.
  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: sqlite3_errmsg(connection).map { String(cString: $0) })
  }

  private static func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) -> Int32 {
    // SQLite makes a copy: the value need not outlive this call.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .bytes(let bytes) where bytes.isEmpty: return sqlite3_bind_zeroblob(statement, index, 0)
    case .bytes(let bytes):
      return bytes.withUnsafeBytes { sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), copied) }
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .text(let text): return sqlite3_bind_text(statement, index, text, -1, copied)
    }
  }
}

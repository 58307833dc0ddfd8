import GRDB
import SemperArchive

/// Records as one connection sees them now. A table that does not exist yet is an empty one.
struct SQLiteRecordReader: RecordReader {
  let database: Database
  private let known: Set<String>

  /// - Parameter known: tables that are there, so that nobody has to ask. There may be others: a transaction of the same commit
  ///   may have created them, or one whose caller does not know yet that it is committed.
  init(_ database: Database, known: Set<String>) {
    self.database = database
    self.known = known
  }

  private func exists(_ name: String) throws -> Bool {
    if known.contains(name) { return true }
    let statement = try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)")
    return try Bool.fetchOne(statement, arguments: [name]) ?? false
  }

  static func recordTable(_ table: RecordTable) -> String { "record_\(table.name)" }
  static func logTable(_ log: RecordTable) -> String { "log_\(log.name)" }

  func value(_ key: [UInt8], in table: RecordTable) throws -> [UInt8]? {
    let name = Self.recordTable(table)
    guard try exists(name) else { return nil }
    return try PreparedStatement("SELECT value FROM \(name) WHERE key = ?", in: database)
      .first(.bytes(key)) { $0.bytes(0) }
  }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) throws -> [(key: [UInt8], value: [UInt8])] {
    let name = Self.recordTable(table)
    guard limit > 0, try exists(name) else { return [] }
    let upper = Self.end(of: prefix)
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT key, value FROM \(name)
          WHERE key >= ? \(last == nil ? "" : "AND key > ?") \(upper == nil ? "" : "AND key < ?") ORDER BY key LIMIT ?
          """),
      arguments: StatementArguments([prefix].map(SQLiteValue.data))
        + StatementArguments([last, upper].compactMap { $0 }.map(SQLiteValue.data)) + [limit])
    var found: [(key: [UInt8], value: [UInt8])] = []
    while let row = try rows.next() { found.append((SQLiteValue.bytes(row, 0), SQLiteValue.bytes(row, 1))) }
    return found
  }

  func entries(of log: RecordTable, from first: Int, limit: Int) throws -> [[UInt8]] {
    let name = Self.logTable(log)
    guard limit > 0, try exists(name) else { return [] }
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT value FROM \(name) WHERE number >= ? ORDER BY number LIMIT ?"),
      arguments: [first, limit])
    var found: [[UInt8]] = []
    while let row = try rows.next() { found.append(SQLiteValue.bytes(row, 0)) }
    return found
  }

  func count(of log: RecordTable) throws -> Int {
    let name = Self.logTable(log)
    guard try exists(name) else { return 0 }
    // Numbers have no gaps, so this is the count without counting.
    return try PreparedStatement("SELECT coalesce(max(number) + 1, 0) FROM \(name)", in: database)
      .first { Int($0.integer(0)) } ?? 0
  }

  /// The first key after all that begin with `prefix`; `nil` when there is none.
  private static func end(of prefix: [UInt8]) -> [UInt8]? {
    guard let last = prefix.lastIndex(where: { $0 < .max }) else { return nil }
    return prefix[..<last] + [prefix[last] + 1]
  }
}

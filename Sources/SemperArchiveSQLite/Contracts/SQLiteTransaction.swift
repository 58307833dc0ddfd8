import GRDB
import SemperArchive
import SemperEngine

/// One transaction on the archive, inside its savepoint.
final class SQLiteTransaction: ArchiveTransaction {
  private let database: Database
  private let known: Set<String>
  /// The tables that this transaction has created, or has needed before anybody knew that they are there.
  private(set) var created: Set<String> = []

  init(_ database: Database, known: Set<String>) {
    self.database = database
    self.known = known
  }

  private var reader: SQLiteRecordReader { SQLiteRecordReader(database, known: known.union(created)) }

  func value(_ key: [UInt8], in table: RecordTable) throws -> [UInt8]? { try reader.value(key, in: table) }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) throws -> [(key: [UInt8], value: [UInt8])] {
    try reader.list(table, prefix: prefix, after: last, limit: limit)
  }

  func entries(of log: RecordTable, from first: Int, limit: Int) throws -> [[UInt8]] {
    try reader.entries(of: log, from: first, limit: limit)
  }

  func count(of log: RecordTable) throws -> Int { try reader.count(of: log) }

  func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) throws -> Bool {
    let name = try recordTable(table)
    try PreparedStatement("INSERT INTO \(name) (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", in: database)
      .run(.bytes(key), .bytes(value))
    return database.changesCount == 1
  }

  func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) throws -> Bool {
    let name = try recordTable(table)
    try PreparedStatement("UPDATE \(name) SET value = ? WHERE key = ? AND value = ?", in: database)
      .run(.bytes(value), .bytes(key), .bytes(expected))
    return database.changesCount == 1
  }

  func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) throws {
    let name = try recordTable(table)
    try PreparedStatement(
      "INSERT INTO \(name) (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      in: database
    ).run(.bytes(key), .bytes(value))
  }

  func remove(_ key: [UInt8], in table: RecordTable) throws {
    let name = try recordTable(table)
    try PreparedStatement("DELETE FROM \(name) WHERE key = ?", in: database).run(.bytes(key))
  }

  func append(_ entries: [JournalEntry], to conversation: ConversationID) throws {
    try SQLiteJournal.append(entries, to: conversation, in: database)
  }

  func keep(_ items: [EvidenceItem]) throws { try SQLiteEvidenceLog.add(items, in: database) }

  func append(_ value: [UInt8], to log: RecordTable) throws -> Int {
    let name = SQLiteRecordReader.logTable(log)
    try create(name, "(number INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT")
    let number = try count(of: log)
    try PreparedStatement("INSERT INTO \(name) (number, value) VALUES (?, ?)", in: database)
      .run(.integer(Int64(number)), .bytes(value))
    return number
  }

  private func recordTable(_ table: RecordTable) throws -> String {
    let name = SQLiteRecordReader.recordTable(table)
    try create(name, "(key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID")
    return name
  }

  private func create(_ name: String, _ columns: String) throws {
    guard !known.contains(name), !created.contains(name) else { return }
    try database.execute(sql: "CREATE TABLE IF NOT EXISTS \(name) \(columns)")
    created.insert(name)
  }
}

import SemperArchive
import Synchronization

/// Records for the tests of this target: a dictionary under a lock. Logs and lists beyond what is used here are not
/// kept.
final class RecordsInMemory: Records {
  struct Unused: Error {}
  private let tables = Mutex<[RecordTable: [[UInt8]: [UInt8]]]>([:])

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    try tables.withLock { tables in
      let transaction = Transaction(tables)
      let result = try body(transaction)
      tables = transaction.tables
      return result
    }
  }

  func read<Result: Sendable>(_ body: @escaping @Sendable (any RecordReader) throws -> Result) async throws -> Result {
    try body(Transaction(tables.withLock { $0 }))
  }

  private final class Transaction: RecordTransaction {
    var tables: [RecordTable: [[UInt8]: [UInt8]]]
    init(_ tables: [RecordTable: [[UInt8]: [UInt8]]]) { self.tables = tables }

    func value(_ key: [UInt8], in table: RecordTable) -> [UInt8]? { tables[table]?[key] }
    func list(
      _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
    ) -> [(key: [UInt8], value: [UInt8])] {
      (tables[table] ?? [:]).filter { $0.key.starts(with: prefix) }.prefix(limit).map { ($0.key, $0.value) }
    }
    func entries(of log: RecordTable, from first: Int, limit: Int) throws -> [[UInt8]] { throw Unused() }
    func count(of log: RecordTable) throws -> Int { throw Unused() }
    func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
      guard tables[table]?[key] == nil else { return false }
      tables[table, default: [:]][key] = value
      return true
    }
    func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
      guard tables[table]?[key] == expected else { return false }
      tables[table]?[key] = value
      return true
    }
    func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) { tables[table, default: [:]][key] = value }
    func remove(_ key: [UInt8], in table: RecordTable) { tables[table]?[key] = nil }
    func append(_ value: [UInt8], to log: RecordTable) throws -> Int { throw Unused() }
  }
}

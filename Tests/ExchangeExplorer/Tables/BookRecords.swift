import SemperArchive
import Synchronization

/// The records on which an arbiter decides, opened at any book that it may have.
final class BookRecords: Records {
  private let stored = Mutex(Book())

  var book: Book {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    let transaction = BookTransaction(book)
    let result = try body(transaction)
    book = transaction.book
    return result
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    try body(BookTransaction(book))
  }
}

private final class BookTransaction: RecordTransaction {
  private(set) var book: Book

  init(_ book: Book) { self.book = book }

  func value(_ key: [UInt8], in table: RecordTable) -> [UInt8]? { book.records[table]?[key] }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) -> [(key: [UInt8], value: [UInt8])] {
    (book.records[table] ?? [:]).filter { key, _ in
      key.starts(with: prefix) && (last.map { $0.lexicographicallyPrecedes(key) } ?? true)
    }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.prefix(limit).map { ($0.key, $0.value) }
  }

  func entries(of log: RecordTable, from first: Int, limit: Int) -> [[UInt8]] {
    Array((book.logs[log] ?? []).dropFirst(max(first, 0)).prefix(max(limit, 0)))
  }

  func count(of log: RecordTable) -> Int { book.logs[log]?.count ?? 0 }

  func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard book.records[table]?[key] == nil else { return false }
    book.records[table, default: [:]][key] = value
    return true
  }

  func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard book.records[table]?[key] == expected else { return false }
    book.records[table, default: [:]][key] = value
    return true
  }

  func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) {
    book.records[table, default: [:]][key] = value
  }

  func remove(_ key: [UInt8], in table: RecordTable) { book.records[table]?[key] = nil }

  func append(_ value: [UInt8], to log: RecordTable) -> Int {
    book.logs[log, default: []].append(value)
    return count(of: log) - 1
  }
}

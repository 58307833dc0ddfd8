import SemperArchive

/// A mint's books as somebody shows them who has changed entries of logs, which an archive itself does not allow.
struct TamperedReader: RecordReader {
  let books: any RecordReader
  let log: RecordTable
  /// What is shown in place of an entry; `nil` when the log ends before it.
  let edit: (_ number: Int, _ bytes: [UInt8]) -> [UInt8]?

  func value(_ key: [UInt8], in table: RecordTable) throws -> [UInt8]? { try books.value(key, in: table) }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) throws -> [(key: [UInt8], value: [UInt8])] {
    try books.list(table, prefix: prefix, after: last, limit: limit)
  }

  func entries(of log: RecordTable, from first: Int, limit: Int) throws -> [[UInt8]] {
    let entries = try books.entries(of: log, from: first, limit: limit)
    guard log == self.log else { return entries }
    return entries.enumerated().compactMap { edit(first + $0.offset, $0.element) }
  }

  func count(of log: RecordTable) throws -> Int {
    let count = try books.count(of: log)
    return log == self.log ? try entries(of: log, from: 0, limit: count).count : count
  }
}

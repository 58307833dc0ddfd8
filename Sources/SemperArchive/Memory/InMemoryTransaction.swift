/// One transaction on the records of an in-memory archive: it works on a copy, which takes the place of the original
/// when the body ends well.
final class InMemoryTransaction: RecordTransaction {
  private(set) var tables: InMemoryTables

  init(_ tables: InMemoryTables) { self.tables = tables }

  func value(_ key: [UInt8], in table: RecordTable) -> [UInt8]? { tables.tables[table]?[key] }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) -> [(key: [UInt8], value: [UInt8])] {
    guard let table = tables.tables[table] else { return [] }
    var index = table.position(prefix)
    if let last {
      index = max(index, table.position(last))
      if index < table.keys.count, table.keys[index] == last { index += 1 }
    }
    var found: [(key: [UInt8], value: [UInt8])] = []
    while found.count < limit, index < table.keys.count, table.keys[index].starts(with: prefix) {
      found.append((table.keys[index], table.values[index]))
      index += 1
    }
    return found
  }

  func entries(of log: RecordTable, from first: Int, limit: Int) -> [[UInt8]] {
    Array((tables.logs[log] ?? []).dropFirst(max(first, 0)).prefix(max(limit, 0)))
  }

  func count(of log: RecordTable) -> Int { tables.logs[log]?.count ?? 0 }

  func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard tables.tables[table]?[key] == nil else { return false }
    tables.tables[table, default: .init()][key] = value
    return true
  }

  func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard tables.tables[table]?[key] == expected else { return false }
    tables.tables[table, default: .init()][key] = value
    return true
  }

  func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) {
    tables.tables[table, default: .init()][key] = value
  }

  func remove(_ key: [UInt8], in table: RecordTable) { tables.tables[table]?[key] = nil }

  func append(_ value: [UInt8], to log: RecordTable) -> Int {
    tables.logs[log, default: []].append(value)
    return count(of: log) - 1
  }
}

import SemperEngine

/// One transaction on an in-memory archive: it works on a copy, which takes the place of the original when the body ends
/// well.
final class InMemoryTransaction: ArchiveTransaction {
  private(set) var content: InMemoryStorage.Content
  /// What it wrote, for the list of writes.
  private var written: [String] = []

  init(_ content: InMemoryStorage.Content) { self.content = content }

  /// Such as `journal deal/… entry 3, evidence application/… of deal …`.
  var name: String { written.isEmpty ? "records" : written.joined(separator: ", ") }

  func append(_ entries: [JournalEntry], to conversation: ConversationID) throws {
    for entry in entries {
      try content.append(entry, to: conversation)
      written.append("journal \(conversation) entry \(entry.sequence)")
    }
  }

  func keep(_ items: [EvidenceItem]) {
    for item in items {
      content.keep(item)
      written.append("evidence \(item.form) of deal \(item.deal)")
    }
  }

  func value(_ key: [UInt8], in table: RecordTable) -> [UInt8]? { content.records.tables[table]?[key] }

  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) -> [(key: [UInt8], value: [UInt8])] {
    guard let table = content.records.tables[table] else { return [] }
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
    Array((content.records.logs[log] ?? []).dropFirst(max(first, 0)).prefix(max(limit, 0)))
  }

  func count(of log: RecordTable) -> Int { content.records.logs[log]?.count ?? 0 }

  func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard content.records.tables[table]?[key] == nil else { return false }
    content.records.tables[table, default: .init()][key] = value
    return true
  }

  func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) -> Bool {
    guard content.records.tables[table]?[key] == expected else { return false }
    content.records.tables[table, default: .init()][key] = value
    return true
  }

  func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) {
    content.records.tables[table, default: .init()][key] = value
  }

  func remove(_ key: [UInt8], in table: RecordTable) { content.records.tables[table]?[key] = nil }

  func append(_ value: [UInt8], to log: RecordTable) -> Int {
    content.records.logs[log, default: []].append(value)
    return count(of: log) - 1
  }
}

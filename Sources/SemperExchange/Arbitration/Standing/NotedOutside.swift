import SemperArchive

/// How much of its log this arbiter has put outside its store, as far as it has noted that: from the first time on a start
/// without anything outside is not believed, and what lies beyond may never have left.
enum NotedOutside {
  private static let table = RecordTable("arbiter_outside")
  private static let key = Array("noted".utf8)

  /// Entries that surely stood outside; `nil` before the first time. Of a home that did not count them, all.
  static func size(_ reader: any RecordReader) throws -> Int? {
    try reader.value(key, in: table).map { bytes in
      bytes.count == 8 ? Int(bytes.reduce(0) { $0 << 8 | UInt64($1) }) : .max
    }
  }

  /// Never goes back.
  static func set(_ size: Int, in transaction: any RecordTransaction) throws {
    if let known = try Self.size(transaction), known != .max, known >= size { return }
    try transaction.set(withUnsafeBytes(of: UInt64(size).bigEndian) { Array($0) }, for: key, in: table)
  }
}

import SemperArchive

/// Whether this arbiter has ever put a checkpoint outside its store: from then on a start without one is not believed.
enum NotedOutside {
  private static let table = RecordTable("arbiter_outside")
  private static let key = Array("noted".utf8)

  static func `is`(_ reader: any RecordReader) throws -> Bool { try reader.value(key, in: table) != nil }

  @Sendable static func set(in transaction: any RecordTransaction) throws {
    try transaction.set([1], for: key, in: table)
  }
}

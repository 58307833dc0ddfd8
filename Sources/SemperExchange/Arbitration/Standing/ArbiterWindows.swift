import SemperArchive
import SemperCoding
import SemperModel

/// The complaint windows that are open, in the order in which they end.
enum ArbiterWindows {
  private static let table = RecordTable("arbiter_windows")
  private static let none: [UInt8] = []

  static func move(
    _ exchange: Digest, from old: Timestamp?, to new: Timestamp?, in transaction: any RecordTransaction
  ) throws {
    guard old != new else { return }
    if let old { try transaction.remove(key(old, exchange), in: table) }
    if let new { try transaction.set(none, for: key(new, exchange), in: table) }
  }

  /// Exchanges whose window has ended by then, the earliest first.
  static func due(by now: Timestamp, limit: Int, _ reader: any RecordReader) throws -> [Digest] {
    try reader.list(table, prefix: [], after: nil, limit: limit)
      .prefix { $0.key.lexicographicallyPrecedes(key(now, nil)) || $0.key.starts(with: key(now, nil)) }
      .map { try Digest(bytes: Array($0.key.dropFirst(8))) }
  }

  /// When the next one ends.
  static func next(_ reader: any RecordReader) throws -> Timestamp? {
    try reader.list(table, prefix: [], after: nil, limit: 1).first.map { first in
      Timestamp(seconds: Int64(first.key.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }))
    }
  }

  /// The arbiter's times are after 1970, so that their bytes have their order.
  private static func key(_ time: Timestamp, _ exchange: Digest?) -> [UInt8] {
    withUnsafeBytes(of: UInt64(max(time.seconds, 0)).bigEndian) { Array($0) } + (exchange?.bytes ?? [])
  }
}

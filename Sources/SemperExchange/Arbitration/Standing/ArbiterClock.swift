import SemperArchive
import SemperCoding
import SemperModel

/// The arbiter's time, which never goes back: the latest time at which it has decided anything is stored with the
/// decision, and a clock that shows an earlier one is not believed. So no window that has closed opens again, and none
/// that opened later closes before one that opened earlier.
enum ArbiterClock {
  private static let table = RecordTable("arbiter_clock")
  private static let key = Array("latest".utf8)

  static func latest(_ reader: any RecordReader) throws -> Timestamp? {
    try reader.value(key, in: table).map { try Timestamp(canonicalBytes: $0) }
  }

  static func advance(to now: Timestamp, in transaction: any RecordTransaction) throws {
    guard try latest(transaction).map({ $0 < now }) ?? true else { return }
    try transaction.set(now.canonicalBytes, for: key, in: table)
  }
}

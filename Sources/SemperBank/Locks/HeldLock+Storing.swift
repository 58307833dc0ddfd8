import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

// Where locks stand in the archive.
extension HeldLock {
  private static let table = RecordTable("account_locks")
  /// Account, end of the settlement time and lock → nothing: what is to be paid out, in the order of time.
  private static let dues = RecordTable("account_locks_due")
  /// Paid out in one transaction at most; the rest at the next call.
  private static let mostDue = 100

  /// A lock is found by its exchange, and by all of its terms.
  private static func key(_ terms: LockTerms) -> [UInt8] {
    terms.exchange.bytes + Digest(of: terms.canonicalBytes, for: .paymentReference).bytes
  }

  static func stored(_ terms: LockTerms, _ reader: any RecordReader) throws -> HeldLock? {
    try reader.value(key(terms), in: table).map { bytes in try HeldLock(canonicalBytes: bytes) }
  }

  static func all(of exchange: Digest, _ reader: any RecordReader) throws -> [HeldLock] {
    try reader.list(table, prefix: exchange.bytes, after: nil, limit: mostDue)
      .map { record in try HeldLock(canonicalBytes: record.value) }
  }

  func store(_ transaction: any RecordTransaction) throws {
    try transaction.set(canonicalBytes, for: Self.key(terms), in: Self.table)
  }

  func noteDue(_ undoable: Undoable, _ transaction: any RecordTransaction) throws {
    try transaction.set(Self.key(terms), for: dueKey(undoable), in: Self.dues)
  }

  func clearDue(_ undoable: Undoable, _ transaction: any RecordTransaction) throws {
    try transaction.remove(dueKey(undoable), in: Self.dues)
  }

  /// The locks that an account has claimed and whose settlement time is over.
  static func due(to account: Thumbprint, at now: Timestamp, _ reader: any RecordReader) throws -> [HeldLock] {
    try reader.list(dues, prefix: account.bytes, after: nil, limit: mostDue)
      .compactMap { record in
        guard let bytes = try reader.value(record.value, in: table) else {
          throw ArchiveError(.corrupt, "a lock that is to be paid out is missing; run the audit")
        }
        let held = try HeldLock(canonicalBytes: bytes)
        return held.undoable.map { $0.until < now } == true ? held : nil
      }
  }

  private func dueKey(_ undoable: Undoable) -> [UInt8] {
    undoable.account.bytes + undoable.until.seconds.bigEndianBytes + Self.key(terms)
  }
}

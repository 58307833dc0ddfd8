import SemperArchive
import SemperModel

/// Where the ledger stands in the archive.
enum LedgerTables {
  /// The postings, append-only.
  static let entries = RecordTable("ledger_entries")
  /// Operation id → number of its entry and digest of its content.
  static let operations = RecordTable("ledger_operations")
  /// Account and currency → units. Derived.
  static let balances = RecordTable("ledger_balances")
  /// Account, currency and entry number → units. Derived; for statements of account.
  static let movements = RecordTable("ledger_movements")
  /// The next entry's number and what it is chained to. Derived.
  static let head = RecordTable("ledger_head")
  static let headKey = Array("head".utf8)

  static func key(_ account: LedgerAccount, _ currency: Currency) -> [UInt8] {
    Array("\(account)/\(currency.code)".utf8) + [0]
  }
}

extension FixedWidthInteger {
  /// Big-endian, so that keys sort as numbers do.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

  init?(bigEndianBytes bytes: some Collection<UInt8>) {
    guard bytes.count == Self.bitWidth / 8 else { return nil }
    self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
  }
}

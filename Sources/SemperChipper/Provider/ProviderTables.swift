import SemperArchive
import SemperCoding

/// Where a provider of purses keeps what it knows.
enum ProviderTables {
  /// Purse → its account.
  static let purses = RecordTable("chipper_purses")
  /// Owner and digest of an order → the purse that was made for it.
  static let ordered = RecordTable("chipper_ordered")
  /// Module → its account.
  static let modules = RecordTable("chipper_modules")
  /// Merchant → the module that is kept here for it.
  static let hosted = RecordTable("chipper_hosted")
  /// Purse and number → the host's order.
  static let orders = RecordTable("chipper_orders")
  /// Purse and number → nothing: orders whose purse has not told yet.
  static let open = RecordTable("chipper_open")
  /// What a purse pays under a lock → purse and number of the order.
  static let locks = RecordTable("chipper_locks")
  /// Purse and number → the module that handed the payment in, and its record; with the module behind them for whoever came later.
  static let payments = RecordTable("chipper_payments")
  /// Purses on the block list, in the order in which modules get them.
  static let blocked = RecordTable("chipper_blocked")
  /// The digest of the reason → the refund.
  static let refunds = RecordTable("chipper_refunds")
  static let alarms = RecordTable("chipper_alarms")
}

extension RecordReader {
  func value<Value: CanonicalValue>(_ type: Value.Type, _ key: [UInt8], in table: RecordTable) throws -> Value? {
    try value(key, in: table).map { bytes in try Value(canonicalBytes: bytes) }
  }
}

extension RecordTransaction {
  /// Replaces what was read from the same transaction.
  func change<Value: CanonicalValue>(_ value: Value, for key: [UInt8], in table: RecordTable) throws {
    try set(value.canonicalBytes, for: key, in: table)
  }

  /// Notes an alarm; a purse that is known or named by it goes on the block list.
  func raise(_ alarm: PurseAlarm, blocking: Bool = true) throws {
    _ = try append(alarm.canonicalBytes, to: ProviderTables.alarms)
    guard blocking else { return }
    if var account = try value(PurseAccount.self, alarm.purse.bytes, in: ProviderTables.purses) {
      guard !account.isBlocked else { return }
      account.isBlocked = true
      try change(account, for: alarm.purse.bytes, in: ProviderTables.purses)
    }
    _ = try append(alarm.purse.bytes, to: ProviderTables.blocked)
  }
}

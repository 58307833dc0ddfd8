import SemperArchive

/// Where the mint stands in the archive.
enum MintTables {
  /// Coin → denomination key and operation that spent it.
  static let spent = RecordTable("mint_spent")
  /// Digest of a blinded message → denomination key and operation that had it signed.
  static let issued = RecordTable("mint_issued")
  /// Operation id → `OperationRecord`.
  static let operations = RecordTable("mint_operations")
  /// Operation id → the request that spent coins, for proofs.
  static let requests = RecordTable("mint_requests")
  /// What each operation did to coins, append-only: `MintLogEntry`.
  static let log = RecordTable("mint_log")
  /// The mint's daily statements, append-only.
  static let statements = RecordTable("mint_statements")
  /// Operation id of a `mint-refresh` → `RefreshRecord`.
  static let refreshes = RecordTable("mint_refreshes")
  /// Exchange and digest of the terms → `LockRecord`.
  static let locks = RecordTable("mint_locks")
  /// The signed key lists, append-only.
  static let lists = RecordTable("mint_lists")
  /// Digest of a key list → the auditor's word on it.
  static let audits = RecordTable("mint_audits")
}

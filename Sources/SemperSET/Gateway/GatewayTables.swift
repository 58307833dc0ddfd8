import SemperArchive

/// Where the gateway and its bank keep what SET adds to the ledger.
enum GatewayTables {
  /// RRPID → digest of the request and what was decided. A request is decided once.
  static let decisions = RecordTable("set_decisions")
  /// RRPID → the answer as it left, for repetitions.
  static let answers = RecordTable("set_answers")
  /// XID → the approval and what became of it.
  static let approvals = RecordTable("set_approvals")
  /// Digest of the terms of a lock → its transaction.
  static let locks = RecordTable("set_locks")
  /// XID and cardholder → an approved purchase, for who asks about it.
  static let purchases = RecordTable("set_purchases")
  /// XID and cardholder → a purchase that was asked about before it came, and will not be taken any more.
  static let revoked = RecordTable("set_revoked")
  /// A code of the card → its account.
  static let cards = RecordTable("set_cards")
  /// RRPID → a request that waits for an issuer's answer.
  static let open = RecordTable("set_open_requests")
  /// XID → the request that waits for an answer about it.
  static let busy = RecordTable("set_busy_transactions")
  /// Merchant → its account.
  static let merchants = RecordTable("set_merchants")
  /// Merchant and number → a batch.
  static let batches = RecordTable("set_batches")
  /// Merchant → the number of its open batch.
  static let openBatches = RecordTable("set_open_batches")
}

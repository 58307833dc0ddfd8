import SemperArchive

/// Where the bank's side stands in the archive, beside the ledger.
enum TransferTables {
  /// Holder and its name of an order → `OutgoingTransfer`.
  static let outgoing = RecordTable("sepa_outgoing")
  /// Bank and its name of a transfer → `IncomingTransfer`.
  static let incoming = RecordTable("sepa_incoming")
  /// Digest of a `CreditTransfer` to an account here → `Arrival`.
  static let arrivals = RecordTable("sepa_arrivals")
  /// Digest of a lock's terms → `ClaimedTransfer`.
  static let claims = RecordTable("sepa_claims")
  /// Digest of a lock's terms → nothing: claims whose transfer has not been answered.
  static let claimsDue = RecordTable("sepa_claims_due")
}

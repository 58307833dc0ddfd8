import SemperArchive

/// Where the issuer's side stands in the archive, beside the ledger.
enum IssuerTables {
  /// Request → digest of its content and the answer.
  static let answers = RecordTable("issuer_answers")
  /// Request → `IssuerRecord`.
  static let records = RecordTable("issuer_records")
  /// Acquirer → `CardTotals` since the last reconciliation.
  static let totals = RecordTable("issuer_totals")
  /// End of an authorisation and its request → nothing: what is to be let go, in the order of time.
  static let ends = RecordTable("issuer_ends")

  /// A request of one class under a name; a repetition has the same key.
  static func key(_ name: RequestName, _ type: MessageType) -> [UInt8] {
    Array("\(name.acquirer)/\(name.transmission)/\(name.trace)/\(type.first.rawValue)".utf8)
  }
}

import SemperCommunication

/// One timed window of purchases by all buyers.
struct PurchaseRound: Codable {
  let seconds: Double
  let purchases: Int
  let latency: Latency
  let buyersProcessor: Double
  let counted: Traffic.Count
  /// Operations of the buyers' archives and the commits that carried them.
  let operations: Int
  let commits: Int
  /// In the evidence of one purchase.
  let statements: Int
  let signatures: Int
  let evidenceBytes: Int
  let journalEntries: Int
}

import SemperArchive
public import SemperBank
import SemperCoding
import SemperModel

/// A provider's books recomputed: what must be on all purses, held against the ledger.
public struct PurseAudit: Sendable {
  public let ledger: LedgerAudit
  /// Minor units on purses and on their way, by the shadow accounts.
  public private(set) var shadow: Int64 = 0
  /// Minor units that purses have spent beyond what was loaded.
  public private(set) var overspent: Int64 = 0
  /// Loads and unloads whose purse has not told yet.
  public private(set) var openOrders = 0
  /// What does not fit, for people. Empty when the books are in order.
  public private(set) var findings: [String]

  init(_ reader: any RecordReader, provider: PurseProvider) throws {
    ledger = try LedgerAudit(reader)
    findings = ledger.findings
    try Self.each(PurseAccount.self, in: ProviderTables.purses, reader) { account in
      shadow += account.shadow
      overspent += account.overspent
    }
    try Self.each(HostOrder.self, in: ProviderTables.orders, reader) { order in
      if order.outcome == .open { openOrders += 1 }
    }
    if ledger.balance(of: .purses, in: provider.bank.currency) != shadow {
      findings.append("the shadow accounts together are not what the ledger says is on purses")
    }
    if ledger.balance(of: .purseLosses, in: provider.bank.currency) != -overspent {
      findings.append("what purses have overspent is not what the ledger says was lost")
    }
  }

  private static func each<Value: CanonicalValue>(
    _ type: Value.Type, in table: RecordTable, _ reader: any RecordReader, _ body: (Value) -> Void
  ) throws {
    var last: [UInt8]?
    while true {
      let batch = try reader.list(table, prefix: [], after: last, limit: 500)
      for record in batch { body(try Value(canonicalBytes: record.value)) }
      last = batch.last?.key
      if batch.count < 500 { return }
    }
  }
}

extension PurseProvider {
  /// Recomputes everything. Reads the whole archive.
  public func audit() async throws -> PurseAudit {
    try await records.read { try PurseAudit($0, provider: self) }
  }
}

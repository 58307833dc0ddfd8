public import SemperArchive
import SemperCoding
public import SemperModel

/// The books recomputed from the entries alone, held against what the ledger derived on the way.
public struct LedgerAudit: Sendable, Equatable {
  /// What each account holds by the entries, in minor units, by the account's text and the currency's code.
  public private(set) var balances: [String: Int64] = [:]
  public private(set) var entries = 0
  /// The chain value after the last entry: what an outsider keeps to notice a rewritten past.
  public private(set) var head = LedgerEntry.origin
  /// What does not fit, for people. Empty when the books are in order.
  public private(set) var findings: [String] = []

  /// Reads everything from one consistent state.
  public init(_ reader: any RecordReader) throws {
    while true {
      let batch = try reader.entries(of: LedgerTables.entries, from: entries, limit: 500)
      for bytes in batch { read(bytes) }
      if batch.count < 500 { break }
    }
    try compareBalances(reader)
    try compareHead(reader)
  }

  /// What one account holds by the entries.
  public func balance(of account: LedgerAccount, in currency: Currency) -> Int64 {
    balances[Self.name(account, currency)] ?? 0
  }

  private static func name(_ account: LedgerAccount, _ currency: Currency) -> String { "\(account)/\(currency.code)" }

  private mutating func read(_ bytes: [UInt8]) {
    defer { entries += 1 }
    // Decoding refuses a posting that does not sum to zero.
    guard let entry = try? LedgerEntry(canonicalBytes: bytes) else {
      findings.append("entry \(entries) cannot be read or does not sum to zero")
      return
    }
    if entry.number != entries || entry.previous != head { findings.append("entry \(entries) breaks the chain") }
    head = entry.chain
    for line in entry.posting.lines {
      let name = Self.name(line.account, entry.posting.currency)
      let (sum, overflow) = (balances[name] ?? 0).addingReportingOverflow(line.units)
      if overflow || sum < 0 && !line.account.mayBeNegative {
        findings.append("entry \(entries) takes \(name) below zero")
      }
      balances[name] = sum
    }
  }

  private mutating func compareBalances(_ reader: any RecordReader) throws {
    var last: [UInt8]?
    var stored: Set<String> = []
    while true {
      let batch = try reader.list(LedgerTables.balances, prefix: [], after: last, limit: 500)
      for record in batch {
        let name = String(decoding: record.key.dropLast(), as: UTF8.self)
        stored.insert(name)
        if Int64(bigEndianBytes: record.value) != balances[name] ?? 0 {
          findings.append("the balance of \(name) is not what its entries give")
        }
      }
      last = batch.last?.key
      if batch.count < 500 { break }
    }
    for name in balances.keys.sorted() where !stored.contains(name) {
      findings.append("the balance of \(name) is missing")
    }
  }

  private mutating func compareHead(_ reader: any RecordReader) throws {
    let stored = try Ledger.Head(reader)
    if stored.number != entries || stored.chain != head {
      findings.append("the ledger's head is not its last entry: entries are missing or were added")
    }
  }
}

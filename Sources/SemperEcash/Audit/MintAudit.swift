public import SemperArchive
public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

/// A mint's books recomputed without any of its keys: the ledger, the log of coins made and come back, the tables that the mint
/// decides by, the locks, every request that spent a coin, and the mint's own statements.
///
/// It needs nothing but the books (`MintBooks`), the mint's public key, and whatever statements the auditor has kept.
public struct MintAudit: Sendable {
  public let ledger: LedgerAudit
  /// Minor units under locks that are held.
  public internal(set) var locked: Int64 = 0
  /// Minor units of coins that were given up for others which nobody has asked for yet.
  public internal(set) var refreshing: Int64 = 0
  /// How many operations the log holds, and how many statements the mint has made.
  public internal(set) var operations = 0
  public internal(set) var statements = 0
  /// What does not fit. Empty when the books are in order.
  public internal(set) var findings: [MintFinding]
  let keys: MintKeys
  var counts = MintCounts()
  /// What the ledger moved into coins for each operation, in minor units.
  var moved: [ID<Operation>: Int64] = [:]

  /// - Parameter seen: statements that were kept elsewhere, such as those that the mint published.
  public init(
    _ reader: any RecordReader, keys: MintKeys, mint: PublicKey, seen: [SignedStatement] = []
  ) throws {
    self.keys = keys
    ledger = try LedgerAudit(reader)
    findings = ledger.findings.map { MintFinding(.ledger, $0) }
    try readLedger(reader)
    try readLog(reader)
    try readTables(reader)
    try readStatements(reader, mint, seen)
    try compare()
  }

  /// Minor units in coins that have not come back.
  public var outstanding: Int64 {
    counts.keys.reduce(0) { $0 + units($1) * Int64((counts.issued[$1] ?? 0) - (counts.redeemed[$1] ?? 0)) }
  }

  func units(_ key: Digest) -> Int64 { keys[key]?.denomination.units ?? 0 }

  private mutating func compare() throws {
    for key in counts.keys {
      if keys[key] == nil {
        findings.append(MintFinding(.extraCoin, "coins were made under \(key), which is not in the list", key: key))
      }
      let surplus = (counts.redeemed[key] ?? 0) - (counts.issued[key] ?? 0)
      if surplus > 0 {
        let worth = Int64(surplus) * units(key)
        findings.append(
          MintFinding(
            .stolenKey, "\(surplus) more coins came back than were made under \(key), worth \(worth) minor units",
            key: key, units: worth))
      }
    }
    if outstanding != ledger.balance(of: .coins, in: keys.currency) {
      findings.append(MintFinding(.ledger, "the coins outstanding are not what the ledger says"))
    }
    if locked != ledger.balance(of: .locks, in: keys.currency) {
      findings.append(MintFinding(.ledger, "the money under locks is not what the ledger says"))
    }
    if refreshing != ledger.balance(of: .refreshes, in: keys.currency) {
      findings.append(MintFinding(.ledger, "the coins that are being refreshed are not what the ledger says"))
    }
  }
}

extension Mint {
  /// Recomputes everything. Reads the whole archive.
  public func audit(seen: [SignedStatement] = []) async throws -> MintAudit {
    try await records.read { [keys, publicKey] in try MintAudit($0, keys: keys, mint: publicKey, seen: seen) }
  }
}

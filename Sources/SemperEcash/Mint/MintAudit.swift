import SemperArchive
public import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel
import SemperPayments

/// The mint's books recomputed: the ledger, the coins issued and redeemed under each key, the locks, and every request that
/// spent a coin.
///
/// More redeemed than issued under a key means that the key was stolen or its signer cheated.
public struct MintAudit: Sendable {
  /// Coins under one denomination key.
  public struct Circulation: Sendable, Equatable {
    public fileprivate(set) var issued = 0
    public fileprivate(set) var redeemed = 0
  }

  public let ledger: LedgerAudit
  public private(set) var circulation: [Digest: Circulation] = [:]
  /// Minor units under locks that are held.
  public private(set) var locked: Int64 = 0
  /// What does not fit, for people. Empty when the books are in order.
  public private(set) var findings: [String]

  init(_ reader: any RecordReader, keys: MintKeys) throws {
    ledger = try LedgerAudit(reader)
    findings = ledger.findings
    try each(MintTables.issued, reader) { audit, record in
      try audit.circulation[Digest(bytes: Array(record.value.prefix(Digest.size))), default: Circulation()].issued += 1
    }
    try each(MintTables.spent, reader) { audit, record in try audit.redeem(record, reader, keys) }
    try each(MintTables.locks, reader) { audit, record in
      let lock = try LockRecord(canonicalBytes: record.value)
      audit.locked += lock.held
    }
    try compare(keys)
  }

  /// Minor units in coins that have not come back.
  public func outstanding(_ keys: MintKeys) -> Int64 {
    circulation.reduce(0) { sum, entry in
      sum + (keys[entry.key]?.denomination.units ?? 0) * Int64(entry.value.issued - entry.value.redeemed)
    }
  }

  private mutating func each(
    _ table: RecordTable, _ reader: any RecordReader,
    _ body: (inout MintAudit, (key: [UInt8], value: [UInt8])) throws -> Void
  ) throws {
    var last: [UInt8]?
    while true {
      let batch = try reader.list(table, prefix: [], after: last, limit: 500)
      for record in batch { try body(&self, record) }
      last = batch.last?.key
      if batch.count < 500 { return }
    }
  }

  /// A spent coin needs a request that spends it, signed by the coin's key, with the mint's signature on the coin.
  private mutating func redeem(
    _ record: (key: [UInt8], value: [UInt8]), _ reader: any RecordReader, _ keys: MintKeys
  ) throws {
    let key = try Digest(bytes: Array(record.value.prefix(Digest.size)))
    let coin = try Digest(bytes: record.key)
    circulation[key, default: Circulation()].redeemed += 1
    guard let bytes = try reader.value(Array(record.value.dropFirst(Digest.size)), in: MintTables.requests),
      let order = try? MintOrder(verifying: SignedStatement(bytes: bytes)),
      let input = order.request.inputs.first(where: { $0.digest == coin }), input.key == key,
      let denomination = keys[key], try denomination.key.isValid(signature: input.signature, over: coin.bytes)
    else {
      findings.append("the coin \(coin) was spent without a request that proves it")
      return
    }
  }

  private mutating func compare(_ keys: MintKeys) throws {
    for (key, count) in circulation.sorted(by: { $0.key.description < $1.key.description }) {
      if keys[key] == nil { findings.append("coins were issued under \(key), which is not in the list") }
      if count.redeemed > count.issued {
        findings.append("\(count.redeemed - count.issued) more coins were redeemed than issued under \(key)")
      }
    }
    if outstanding(keys) != ledger.balance(of: .coins, in: keys.currency) {
      findings.append("the coins outstanding are not what the ledger says")
    }
    if locked != ledger.balance(of: .locks, in: keys.currency) {
      findings.append("the money under locks is not what the ledger says")
    }
  }
}

extension Mint {
  /// Recomputes everything. Reads the whole archive.
  public func audit() async throws -> MintAudit {
    try await records.read { [keys] in try MintAudit($0, keys: keys) }
  }
}

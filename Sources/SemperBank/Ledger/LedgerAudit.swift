public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The books recomputed from the entries alone, held against what the ledger derived on the way.
///
/// A changed, removed or moved entry breaks the chain at the entry after it. What the end of the ledger has lost shows in the
/// operations that have no entry, and to whoever has noted a `LedgerPosition` outside.
public struct LedgerAudit: Sendable, Equatable {
  /// What each account holds by the entries, in minor units, by the account's text and the currency's code.
  public private(set) var balances: [String: Int64] = [:]
  public private(set) var entries = 0
  /// The chain value after the last entry: what an outsider keeps to notice a rewritten past.
  public private(set) var head = LedgerEntry.origin
  /// What does not fit, for people. Empty when the books are in order.
  public private(set) var findings: [String] = []
  private let noted: LedgerPosition?
  /// What the entries say that the index of movements must have: of each account and entry, the units.
  private var movements: [[UInt8]: Int64] = [:]

  /// Reads everything from one consistent state.
  ///
  /// - Parameter noted: where the ledger was known to stand at an earlier time.
  public init(_ reader: any RecordReader, noted: LedgerPosition? = nil) throws {
    self.noted = noted
    compareNoted()
    while true {
      let batch = try reader.entries(of: LedgerTables.entries, from: entries, limit: 500)
      for bytes in batch { try read(bytes, reader) }
      if batch.count < 500 { break }
    }
    if let noted, noted.entries > entries {
      findings.append("\(noted.entries) entries were noted before and \(entries) are left: the last ones were removed")
    }
    try compareOperations(reader)
    try compareBalances(reader)
    try compareMovements(reader)
    try compareHead(reader)
  }

  public var position: LedgerPosition { LedgerPosition(entries: entries, chain: head) }

  /// What one account holds by the entries.
  public func balance(of account: LedgerAccount, in currency: Currency) -> Int64 {
    balances[Self.name(account, currency)] ?? 0
  }

  private static func name(_ account: LedgerAccount, _ currency: Currency) -> String { "\(account)/\(currency.code)" }

  private mutating func read(_ bytes: [UInt8], _ reader: any RecordReader) throws {
    let number = entries
    defer {
      entries += 1
      compareNoted()
    }
    // Decoding refuses a posting that does not sum to zero.
    guard let entry = try? LedgerEntry(canonicalBytes: bytes) else {
      findings.append("entry \(number) cannot be read or does not sum to zero")
      head = Digest(of: bytes, for: .ledgerEntry)
      return
    }
    if entry.number != number { findings.append("entry \(number) stands in the place of entry \(entry.number)") }
    if entry.previous != head { findings.append("entry \(number) breaks the chain: an entry before it was changed") }
    head = entry.chain
    let content = Digest(of: entry.posting.content, for: .ledgerEntry)
    if try reader.value(entry.posting.operation.bytes, in: LedgerTables.operations)
      != number.bigEndianBytes + content.bytes
    {
      findings.append("entry \(number) is not what its operation \(entry.posting.operation) has posted")
    }
    for line in entry.posting.lines { add(line, of: entry) }
  }

  private mutating func add(_ line: LedgerLine, of entry: LedgerEntry) {
    let name = Self.name(line.account, entry.posting.currency)
    let (sum, overflow) = (balances[name] ?? 0).addingReportingOverflow(line.units)
    if overflow || sum < 0 && !line.account.mayBeNegative {
      findings.append("entry \(entry.number) takes \(name) below zero")
    }
    balances[name] = sum
    if case .customer = line.account {
      let key = LedgerTables.key(line.account, entry.posting.currency) + entry.number.bigEndianBytes
      // As the ledger writes it: of several lines for one account in an entry, the last.
      movements[key] = line.units
    }
  }

  private mutating func compareNoted() {
    guard let noted, noted.entries == entries, noted.chain != head else { return }
    findings.append("the first \(entries) entries are not those that were noted before")
  }

  private mutating func compareOperations(_ reader: any RecordReader) throws {
    var count = 0
    try each(LedgerTables.operations, reader) { audit, record in
      count += 1
      guard let number = Int(bigEndianBytes: record.value.prefix(8)), number < audit.entries else {
        let operation = (try? ID<Operation>(bytes: record.key).description) ?? "of no readable name"
        audit.findings.append("the entry of the operation \(operation) is missing")
        return
      }
    }
    if count < entries { findings.append("\(entries - count) operations are missing that entries name") }
  }

  private mutating func compareBalances(_ reader: any RecordReader) throws {
    var stored: Set<String> = []
    try each(LedgerTables.balances, reader) { audit, record in
      let name = String(decoding: record.key.dropLast(), as: UTF8.self)
      stored.insert(name)
      if Int64(bigEndianBytes: record.value) != audit.balances[name] ?? 0 {
        audit.findings.append("the balance of \(name) is not what its entries give")
      }
    }
    for name in balances.keys.sorted() where !stored.contains(name) {
      findings.append("the balance of \(name) is missing")
    }
  }

  /// Statements of account are written from the index of movements, so it is as good as the entries or it is found.
  private mutating func compareMovements(_ reader: any RecordReader) throws {
    var wrong = 0
    try each(LedgerTables.movements, reader) { audit, record in
      if audit.movements.removeValue(forKey: record.key) != Int64(bigEndianBytes: record.value) { wrong += 1 }
    }
    if wrong + movements.count > 0 {
      findings.append("the index of movements differs from the entries in \(wrong + movements.count) places")
    }
    movements = [:]
  }

  private mutating func compareHead(_ reader: any RecordReader) throws {
    let stored = try Ledger.Head(reader)
    if stored.number != entries || stored.chain != head {
      findings.append("the ledger's head is not its last entry: entries are missing or were added")
    }
  }

  private mutating func each(
    _ table: RecordTable, _ reader: any RecordReader,
    _ body: (inout LedgerAudit, (key: [UInt8], value: [UInt8])) throws -> Void
  ) throws {
    var last: [UInt8]?
    while true {
      let batch = try reader.list(table, prefix: [], after: last, limit: 500)
      for record in batch { try body(&self, record) }
      last = batch.last?.key
      if batch.count < 500 { return }
    }
  }
}

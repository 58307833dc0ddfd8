public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The double-entry books, as operations on a running transaction, so that callers can join them with decisions of their own.
public enum Ledger {
  /// The postings, append-only, as a log of the archive.
  public static let entryLog = LedgerTables.entries
  /// All other tables of the books.
  public static let tables = [
    LedgerTables.operations, LedgerTables.balances, LedgerTables.movements, LedgerTables.head,
  ]

  /// Opens a customer's balance at zero; `false` when it is open already.
  public static func open(
    _ account: LedgerAccount, in currency: Currency, _ transaction: any RecordTransaction
  ) throws -> Bool {
    try transaction.insert(
      Int64(0).bigEndianBytes, for: LedgerTables.key(account, currency), in: LedgerTables.balances)
  }

  /// Moves money. A repetition of the same operation with the same content changes nothing.
  ///
  /// Refuses an operation id with other content, a customer without an account, and what would take any account but the
  /// source of play money below zero. What comes in to an account that owes something goes on to whom it is owed.
  public static func post(_ posting: LedgerPosting, _ transaction: any RecordTransaction) throws {
    let content = Digest(of: posting.content, for: .ledgerEntry)
    let head = try Head(transaction)
    guard
      try transaction.insert(
        head.number.bigEndianBytes + content.bytes, for: posting.operation.bytes, in: LedgerTables.operations)
    else {
      let known = try transaction.value(posting.operation.bytes, in: LedgerTables.operations)
      guard known.map({ Array($0.dropFirst(8)) }) == content.bytes else {
        throw Refusal(.idempotencyConflict, blame: .peer, "the operation id was used for another operation")
      }
      return
    }
    let entry = LedgerEntry(number: head.number, previous: head.chain, posting: posting)
    let bytes = entry.canonicalBytes
    guard try transaction.append(bytes, to: LedgerTables.entries) == head.number else {
      throw ArchiveError(.corrupt, "the ledger's head and entries disagree; run the audit")
    }
    try Head(number: head.number + 1, chain: Digest(of: bytes, for: .ledgerEntry)).store(transaction)
    for line in posting.lines { try move(line, entry, transaction) }
    for line in posting.lines where line.units > 0 {
      guard case .customer(let owner) = line.account else { continue }
      try LedgerDebts.pay(of: owner, at: posting.time, transaction)
    }
  }

  /// What an account holds, in minor units; `nil` for a customer without an account.
  public static func balance(
    of account: LedgerAccount, in currency: Currency, _ reader: any RecordReader
  ) throws -> Int64? {
    guard let bytes = try reader.value(LedgerTables.key(account, currency), in: LedgerTables.balances) else {
      if case .customer = account { return nil }
      return 0
    }
    guard let units = Int64(bigEndianBytes: bytes) else {
      throw ArchiveError(.corrupt, "the balance of \(account) cannot be read; run the audit")
    }
    return units
  }

  /// Entries from a number on, in order.
  public static func entries(
    from first: Int, limit: Int, _ reader: any RecordReader
  ) throws -> [LedgerEntry] {
    try reader.entries(of: LedgerTables.entries, from: first, limit: limit)
      .map { bytes in try LedgerEntry(canonicalBytes: bytes) }
  }

  /// The entries that moved an account's balance, after a number, oldest first.
  public static func movements(
    of account: LedgerAccount, in currency: Currency, after number: Int?, limit: Int, _ reader: any RecordReader
  ) throws -> [LedgerEntry] {
    let prefix = LedgerTables.key(account, currency)
    return try reader.list(
      LedgerTables.movements, prefix: prefix, after: number.map { prefix + $0.bigEndianBytes }, limit: limit
    ).flatMap { record in
      guard let number = Int(bigEndianBytes: record.key.dropFirst(prefix.count)) else {
        throw ArchiveError(.corrupt, "the index of \(account) cannot be read; run the audit")
      }
      return try entries(from: number, limit: 1, reader)
    }
  }

  /// How many entries there are, and the chain value after the last one.
  public static func end(_ reader: any RecordReader) throws -> (entries: Int, head: Digest) {
    let head = try Head(reader)
    return (head.number, head.chain)
  }

  /// The chain value after so many entries; `nil` when there are fewer.
  public static func chain(after count: Int, _ reader: any RecordReader) throws -> Digest? {
    if let next = try entries(from: count, limit: 1, reader).first { return next.previous }
    let end = try end(reader)
    return end.entries == count ? end.head : nil
  }

  private static func move(
    _ line: LedgerLine, _ entry: LedgerEntry, _ transaction: any RecordTransaction
  ) throws {
    let currency = entry.posting.currency
    guard let old = try balance(of: line.account, in: currency, transaction) else {
      throw Refusal(.unknownAccount, blame: .peer, "the bank has no account of \(line.account)")
    }
    let (new, overflow) = old.addingReportingOverflow(line.units)
    guard !overflow, new >= 0 || line.account.mayBeNegative else {
      throw Refusal(.insufficientFunds, blame: .peer, "the account holds too little")
    }
    let key = LedgerTables.key(line.account, currency)
    try transaction.set(new.bigEndianBytes, for: key, in: LedgerTables.balances)
    if case .customer = line.account {
      try transaction.set(
        line.units.bigEndianBytes, for: key + entry.number.bigEndianBytes, in: LedgerTables.movements)
    }
  }
}

extension Ledger {
  /// Where the next entry goes.
  struct Head {
    let number: Int
    let chain: Digest

    init(number: Int, chain: Digest) {
      self.number = number
      self.chain = chain
    }

    init(_ reader: any RecordReader) throws {
      guard let bytes = try reader.value(LedgerTables.headKey, in: LedgerTables.head) else {
        self.init(number: 0, chain: LedgerEntry.origin)
        return
      }
      guard let number = Int(bigEndianBytes: bytes.prefix(8)), bytes.count == 8 + Digest.size else {
        throw ArchiveError(.corrupt, "the ledger's head cannot be read; run the audit")
      }
      self.init(number: number, chain: try Digest(bytes: Array(bytes.dropFirst(8))))
    }

    func store(_ transaction: any RecordTransaction) throws {
      try transaction.set(
        number.bigEndianBytes + chain.bytes, for: LedgerTables.headKey, in: LedgerTables.head)
    }
  }
}

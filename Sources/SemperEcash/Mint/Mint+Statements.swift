import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

extension Mint {
  private static let batch = 500

  /// Vouches for the books as they are now; only what has happened since the statement before is read.
  ///
  /// The statement is durable before it is given out, and there is one of each number.
  @discardableResult
  public func state(now: Timestamp) async throws -> VerifiedStatement<MintStatement> {
    let (name, keys) = (name, keys)
    let content = try await records.read { reader in
      try Self.statement(of: name, after: Self.newest(reader), list: keys.list.digest, keys.currency, now, reader)
    }
    let statement = try sign(content)
    let bytes = statement.signed.canonicalBytes
    try await records.transact { transaction in
      guard try transaction.count(of: MintTables.statements) == content.number else {
        throw ArchiveError(.busy, "another statement was made meanwhile; only one process may run on a home")
      }
      _ = try transaction.append(bytes, to: MintTables.statements)
    }
    return statement
  }

  /// The mint's statements from a number on, oldest first.
  public func statements(from first: Int, limit: Int = 100) async throws -> [SignedStatement] {
    try await records.read { reader in
      try reader.entries(of: MintTables.statements, from: first, limit: limit).map { try Self.read($0) }
    }
  }

  /// The last statement that the mint has made.
  public func newestStatement() async throws -> VerifiedStatement<MintStatement>? {
    let newest = try await records.read { try Self.newest($0) }
    return try newest.map { try VerifiedStatement(verifying: $0, keys: KeySet([publicKey])) }
  }

  private static func newest(_ reader: any RecordReader) throws -> SignedStatement? {
    let count = try reader.count(of: MintTables.statements)
    return try reader.entries(of: MintTables.statements, from: max(0, count - 1), limit: 1).first.map(read)
  }

  private static func read(_ bytes: [UInt8]) throws -> SignedStatement {
    try SignedStatement(json: CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20)))
  }

  private static func statement(
    of mint: Thumbprint, after before: SignedStatement?, list: Digest, _ currency: Currency, _ now: Timestamp,
    _ reader: any RecordReader
  ) throws -> MintStatement {
    let last = try before.map { try VerifiedStatement<MintStatement>.content(of: $0) }
    var counts = MintCounts(last?.circulation ?? [])
    var tree = MerkleAccumulator(nodes: .logNode)
    let from = last?.size ?? 0
    var size = from
    while true {
      let entries = try reader.entries(of: MintTables.log, from: size, limit: batch)
      for bytes in entries {
        tree.append(MintLogEntry.leaf(bytes))
        counts.add(try MintLogEntry(canonicalBytes: bytes))
      }
      size += entries.count
      if entries.count < batch { break }
    }
    return MintStatement(
      mint: mint, number: last.map { $0.number + 1 } ?? 0, previous: before?.digest, list: list, log: from..<size,
      root: tree.root, circulation: counts.circulation,
      coins: try Ledger.balance(of: .coins, in: currency, reader) ?? 0,
      locks: try Ledger.balance(of: .locks, in: currency, reader) ?? 0, ledger: try Ledger.end(reader), issued: now)
  }
}

import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// The arbiter's log as it lies in its records: numbered, chained entries, and the complete subtrees of the Merkle tree
/// over them, written in the same transaction.
enum ArbiterLog {
  static let entries = RecordTable("decision_log")
  private static let nodes = RecordTable("decision_log_nodes")
  private static let page = 256
  static let tree = LogTree(nodes: .logNode)

  static func leaf(_ statement: SignedStatement) -> Digest { Digest(of: statement.digest.bytes, for: .logLeaf) }

  /// Appends the statement that is made for its number and the chain value before it.
  static func append(
    to transaction: any RecordTransaction, _ make: (_ number: Int, _ previous: Digest) throws -> SignedStatement
  ) throws -> SignedStatement {
    let number = try transaction.count(of: entries)
    try catchUp(with: number, in: transaction)
    let previous =
      try transaction.entries(of: entries, from: number - 1, limit: 1).last
      .map { try LogEntry(canonicalBytes: $0).chain } ?? LogEntry.start
    let statement = try make(number, previous)
    _ = try transaction.append(LogEntry(statement, after: previous).canonicalBytes, to: entries)
    try grow(leaf(statement), number, in: transaction)
    return statement
  }

  /// `nil` while the log is empty.
  static func head(_ reader: any RecordReader) throws -> LogHead? {
    try head(of: reader.count(of: entries), reader)
  }

  static func head(of size: Int, _ reader: any RecordReader) throws -> LogHead? {
    try root(of: size, reader).map { LogHead(size: size, root: $0) }
  }

  /// The root over the first so many entries; `nil` when there are fewer, or none.
  static func root(of size: Int, _ reader: any RecordReader) throws -> Digest? {
    guard size > 0, size <= (try reader.count(of: entries)) else { return nil }
    return try tree.root(of: size, from: source(reader))
  }

  static func inclusion(of number: Int, in size: Int, _ reader: any RecordReader) throws -> [Digest]? {
    guard size <= (try reader.count(of: entries)), (0..<size).contains(number) else { return nil }
    return try tree.inclusion(of: number, in: size, from: source(reader))
  }

  static func consistency(from earlier: Int, to later: Int, _ reader: any RecordReader) throws -> [Digest]? {
    guard 0 < earlier, earlier <= later, later <= (try reader.count(of: entries)) else { return nil }
    return try tree.consistency(from: earlier, to: later, from: source(reader))
  }

  static func statements(from number: Int, limit: Int, _ reader: any RecordReader) throws -> [SignedStatement] {
    try reader.entries(of: entries, from: number, limit: limit).map { try LogEntry(canonicalBytes: $0).statement }
  }

  /// Whether the entries were written before there was a tree over them.
  static func lacksTree(_ size: Int, _ reader: any RecordReader) throws -> Bool {
    try size > 0 && reader.value(key(0, size - 1), in: nodes) == nil
  }

  /// Makes the tree over entries that were written before there was one.
  static func catchUp(with size: Int, in transaction: any RecordTransaction) throws {
    guard try lacksTree(size, transaction) else { return }
    var number = 0
    while number < size {
      for statement in try statements(from: number, limit: min(page, size - number), transaction) {
        try grow(leaf(statement), number, in: transaction)
        number += 1
      }
    }
  }

  private static func grow(_ leaf: Digest, _ number: Int, in transaction: any RecordTransaction) throws {
    for made in try tree.completed(by: leaf, at: number, from: source(transaction)) {
      try transaction.set(made.digest.bytes, for: key(made.level, made.index), in: nodes)
    }
  }

  private static func source(_ reader: any RecordReader) -> LogTree.Source {
    { level, index in
      guard let bytes = try reader.value(key(level, index), in: nodes) else {
        throw ArchiveError(.corrupt, "the arbiter's log lacks a part of its tree; put back the newest copy of its home")
      }
      return try Digest(bytes: bytes)
    }
  }

  private static func key(_ level: Int, _ index: Int) -> [UInt8] {
    [UInt8(level)] + withUnsafeBytes(of: UInt64(index).bigEndian) { Array($0) }
  }
}

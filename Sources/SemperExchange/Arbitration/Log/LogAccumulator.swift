public import SemperCryptography
public import SemperModel

/// Reads a log entry by entry: the chain value and the Merkle root over everything read so far.
public struct LogAccumulator: Sendable {
  private var tree = MerkleAccumulator(nodes: .logNode)
  /// What the next entry names as `previous`.
  public private(set) var chain = LogEntry.start

  public init() {}

  public mutating func append(_ statement: SignedStatement) {
    chain = LogEntry.chain(statement, after: chain)
    tree.append(ArbiterLog.leaf(statement))
  }

  /// The chain value after an entry that follows this one.
  public static func chain(_ statement: SignedStatement, after previous: Digest) -> Digest {
    LogEntry.chain(statement, after: previous)
  }

  public var size: Int { tree.count }
  /// `nil` before the first entry.
  public var head: LogHead? { tree.root.map { LogHead(size: tree.count, root: $0) } }
}

public import SemperCryptography
public import SemperModel

/// A seller's content under the lock of one exchange.
///
/// The ciphertext is never stored: it follows from content, opening and exchange, and is made again for each download.
public struct ContentSealer: Sendable {
  private let content: PreparedContent
  private let lock: ChunkLock

  /// The opening must be journalled, and used for no other exchange.
  public init(_ content: PreparedContent, opening: ItemOpening, exchange: Digest) {
    self.content = content
    lock = ChunkLock(opening: opening, exchange: exchange, layout: content.description.layout)
  }

  /// Bytes of the whole ciphertext.
  public var length: Int64 { content.description.layout.sealedLength }

  /// Encrypts everything once to learn ζ, on several cores.
  ///
  /// Throws `StatementsError` with `contentChanged` when a file is not what was described.
  public func lockedData(
    workers: Int? = nil, progress: ContentProgress.Handler? = nil
  ) async throws -> LockedData {
    let layout = content.description.layout
    let work = ChunkWork(over: layout, workers: workers ?? ChunkWork.allCores, progress: progress)
    let stripes = try await work.run { range, work in
      var sealer = ChunkSealer(content, lock: lock)
      var leaves = [Digest]()
      leaves.reserveCapacity(range.count)
      for chunk in range {
        leaves.append(ContentTree.cipherLeaf(chunk, sealed: try sealer.seal(chunk)))
        try await work.finished(chunk)
      }
      return leaves
    }
    let root = ContentTree.cipherNodes.root(of: Array(stripes.joined()))
    return LockedData(root: ContentTree.cipherRoot(layout, over: root), layout: layout)
  }

  /// The bytes of the ciphertext in a range, for a ranged download.
  ///
  /// Refuses with `malformed` a range that does not lie in the ciphertext.
  public func pieces(_ range: Range<Int64>) throws(Refusal) -> SealedPieces {
    guard range.lowerBound >= 0, range.upperBound <= length else {
      throw Refusal(.malformed, blame: .peer, "the range does not lie in the \(length) bytes there are")
    }
    return SealedPieces(range: range, content: content, lock: lock)
  }
}

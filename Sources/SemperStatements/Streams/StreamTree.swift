import SemperCryptography
import SemperModel

/// What producer and recipient of a stream both count and hash: one digest for each level, so that memory does not grow
/// with the stream.
struct StreamTree: Sendable {
  private var tree = MerkleAccumulator(nodes: .streamNode)
  private(set) var length: Int64 = 0
  var chunks: Int { tree.count }

  mutating func append(_ sealed: [UInt8], isLast: Bool) {
    var hasher = PurposeHasher(for: .streamLeaf)
    hasher.update(UInt64(tree.count))
    hasher.update([isLast ? 1 : 0])
    hasher.update(sealed)
    tree.append(hasher.finalize())
    length += Int64(sealed.count - ChunkCipher.tagSize)
  }

  /// How the stream ended. There is always a last chunk, which may be empty.
  func end(of header: StreamHeader) -> StreamEnd {
    guard let root = tree.root else { preconditionFailure("a stream that has ended has a chunk") }
    var hasher = PurposeHasher(for: .streamRoot)
    hasher.update(header.digest.bytes)
    hasher.update(UInt64(length))
    hasher.update(UInt64(chunks))
    hasher.update(root.bytes)
    return StreamEnd(
      stream: header.digest, root: hasher.finalize(), length: length, chunks: chunks, producer: header.producer)
  }
}

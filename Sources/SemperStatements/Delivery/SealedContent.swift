public import SemperCryptography
public import SemperModel

/// A whole ciphertext in memory that leads to the root its owner has signed: small data, as an arbiter checks it.
public struct SealedContent: Sendable {
  public let bytes: [UInt8]
  private let locked: LockedData

  /// `nil` for bytes that are not this ciphertext.
  public init?(_ bytes: [UInt8], lockedAs locked: LockedData) {
    guard Int64(bytes.count) == locked.length,
      let layout = locked.layout, Self.root(bytes, layout) == locked.root
    else { return nil }
    self.bytes = bytes
    self.locked = locked
  }

  /// Whether the opening gives exactly the content described. Pure, and the same at the peer and at the arbiter.
  public func isGood(opening: ItemOpening, exchange: Digest, content: ContentRoot) -> Bool {
    let layout = content.layout
    guard (try? locked.check(against: content)) != nil else { return false }
    let lock = ChunkLock(opening: opening, exchange: exchange, layout: layout)
    var salted = [UInt8](repeating: 0, count: ChunkLayout.saltSize + layout.chunkSize)
    var tree = MerkleAccumulator(nodes: .contentNode)
    for chunk in 0..<layout.chunks {
      let size = ChunkLayout.saltSize + layout.length(of: chunk)
      let leaf: Digest? = bytes.withUnsafeBytes { all in
        salted.withUnsafeMutableBytes { buffer in
          let opened = UnsafeMutableRawBufferPointer(rebasing: buffer[..<size])
          let start = Int(layout.sealedOffset(of: chunk))
          let sealed = UnsafeRawBufferPointer(rebasing: all[start..<start + layout.sealedLength(of: chunk)])
          guard lock.open(sealed, at: chunk, into: opened) else { return nil }
          return ContentTree.leaf(chunk, salted: UnsafeRawBufferPointer(opened))
        }
      }
      guard let leaf else { return false }
      tree.append(leaf)
    }
    return tree.root.map { ContentTree.root(layout, over: $0) } == content.root
  }

  /// What it opens to, whatever that is; `nil` when a chunk does not open at all.
  func opened(with opening: ItemOpening, exchange: Digest) -> [UInt8]? {
    guard let layout = locked.layout else { return nil }
    let lock = ChunkLock(opening: opening, exchange: exchange, layout: layout)
    var plain = [UInt8]()
    plain.reserveCapacity(Int(layout.length))
    for chunk in 0..<layout.chunks {
      let start = Int(layout.sealedOffset(of: chunk))
      var salted = [UInt8](repeating: 0, count: ChunkLayout.saltSize + layout.length(of: chunk))
      let opens = bytes[start..<start + layout.sealedLength(of: chunk)].withUnsafeBytes { sealed in
        salted.withUnsafeMutableBytes { lock.open(sealed, at: chunk, into: $0) }
      }
      guard opens else { return nil }
      plain += salted[ChunkLayout.saltSize...]
    }
    return plain
  }

  private static func root(_ bytes: [UInt8], _ layout: ChunkLayout) -> Digest? {
    var tree = MerkleAccumulator(nodes: .cipherNode)
    for chunk in 0..<layout.chunks {
      let start = Int(layout.sealedOffset(of: chunk))
      tree.append(
        bytes.withUnsafeBytes {
          ContentTree.cipherLeaf(
            chunk, sealed: UnsafeRawBufferPointer(rebasing: $0[start..<start + layout.sealedLength(of: chunk)]))
        })
    }
    return tree.root.map { ContentTree.cipherRoot(layout, over: $0) }
  }
}

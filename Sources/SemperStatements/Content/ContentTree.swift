import SemperCryptography
import SemperModel

/// What is hashed over content and over its ciphertext.
///
/// Leaves, nodes and roots of the two trees have purposes of their own, leaves carry their index and roots their sizes,
/// so that no part of a tree can be shown for another part.
enum ContentTree {
  /// `H(content-leaf ‖ u64 index ‖ u64 length of the chunk ‖ salt ‖ chunk)`; a salted chunk is salt ‖ chunk.
  static func leaf(_ chunk: Int, salted: UnsafeRawBufferPointer) -> Digest {
    var hasher = PurposeHasher(for: .contentLeaf)
    hasher.update(UInt64(chunk))
    hasher.update(UInt64(salted.count - ChunkLayout.saltSize))
    hasher.update(salted)
    return hasher.finalize()
  }

  /// `H(content-root ‖ u64 length ‖ u64 chunk size ‖ u64 chunks ‖ Merkle root)`.
  static func root(_ layout: ChunkLayout, over merkleRoot: Digest) -> Digest {
    var hasher = PurposeHasher(for: .contentRoot)
    hasher.update(UInt64(layout.length))
    hasher.update(UInt64(layout.chunkSize))
    hasher.update(UInt64(layout.chunks))
    hasher.update(merkleRoot.bytes)
    return hasher.finalize()
  }

  /// `H(cipher-leaf ‖ u64 index ‖ sealed chunk)`.
  static func cipherLeaf(_ chunk: Int, sealed: UnsafeRawBufferPointer) -> Digest {
    var hasher = cipherLeafHasher(chunk)
    hasher.update(sealed)
    return hasher.finalize()
  }

  /// The hash of a sealed chunk that arrives in pieces.
  static func cipherLeafHasher(_ chunk: Int) -> PurposeHasher {
    var hasher = PurposeHasher(for: .cipherLeaf)
    hasher.update(UInt64(chunk))
    return hasher
  }

  /// `H(cipher-root ‖ u64 sealed length ‖ u64 chunks ‖ Merkle root)`, ζ.
  static func cipherRoot(_ layout: ChunkLayout, over merkleRoot: Digest) -> Digest {
    var hasher = PurposeHasher(for: .cipherRoot)
    hasher.update(UInt64(layout.sealedLength))
    hasher.update(UInt64(layout.chunks))
    hasher.update(merkleRoot.bytes)
    return hasher.finalize()
  }

  static var contentNodes: MerkleTree { MerkleTree(nodes: .contentNode) }
  static var cipherNodes: MerkleTree { MerkleTree(nodes: .cipherNode) }
}

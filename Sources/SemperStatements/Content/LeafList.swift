import SemperCoding
import SemperCryptography
public import SemperModel

/// The leaf digests of content in order, as the binary body that travels beside the ciphertext: 32 bytes a chunk.
public struct LeafList: Hashable, Sendable {
  public let bytes: [UInt8]
  public var count: Int { bytes.count / Digest.size }

  /// Bytes whose number is no positive multiple of 32 are a bug of the caller.
  init(bytes: [UInt8]) {
    precondition(!bytes.isEmpty && bytes.count % Digest.size == 0, "a leaf list holds whole digests")
    self.bytes = bytes
  }

  /// A list from outside that leads to the described root. A checked value: there is no other way in.
  public init(bytes: [UInt8], of content: ContentDescription) throws(Refusal) {
    guard bytes.count == content.leafListLength else {
      throw Refusal(
        .goodsInvalid, blame: .peer,
        "the leaf list has \(bytes.count) bytes instead of \(content.leafListLength)")
    }
    self.init(bytes: bytes)
    guard root(content.layout) == content.root else {
      throw Refusal(.goodsInvalid, blame: .peer, "the leaf list does not lead to the root of the offer")
    }
  }

  subscript(chunk: Int) -> Digest {
    Digest(listed: bytes[chunk * Digest.size..<(chunk + 1) * Digest.size])
  }

  /// Whether this digest is the leaf of the chunk, without making a value for each.
  func has(_ leaf: Digest, at chunk: Int) -> Bool {
    bytes[chunk * Digest.size..<(chunk + 1) * Digest.size].elementsEqual(leaf.bytes)
  }

  func root(_ layout: ChunkLayout) -> Digest {
    var tree = MerkleAccumulator(nodes: .contentNode)
    for chunk in 0..<count { tree.append(self[chunk]) }
    guard let root = tree.root else { preconditionFailure("a leaf list is not empty") }
    return ContentTree.root(layout, over: root)
  }

  /// The digests beside the way from a leaf to the Merkle root.
  func path(to chunk: Int) -> [Digest] {
    ContentTree.contentNodes.path(to: chunk, in: (0..<count).map { self[$0] })
  }
}

extension Digest {
  fileprivate init(listed bytes: ArraySlice<UInt8>) {
    do {
      self = try Digest(bytes: Array(bytes))
    } catch {
      preconditionFailure("the slice has 32 bytes")
    }
  }
}

public import SemperModel

/// The root of a `MerkleTree` whose leaves arrive one by one, kept in a digest for each level.
public struct MerkleAccumulator: Sendable {
  private let tree: MerkleTree
  /// Roots of complete subtrees, the largest first: one for each bit that is set in `count`.
  private var subtrees: [Digest] = []
  public private(set) var count = 0

  public init(nodes: DigestPurpose) { tree = MerkleTree(nodes: nodes) }

  public mutating func append(_ leaf: Digest) {
    var root = leaf
    for _ in 0..<count.trailingOnes { root = tree.node(subtrees.removeLast(), root) }
    subtrees.append(root)
    count += 1
  }

  /// The root over the leaves so far, or `nil` while there is none.
  public var root: Digest? {
    guard var root = subtrees.last else { return nil }
    for left in subtrees.dropLast().reversed() { root = tree.node(left, root) }
    return root
  }
}

extension Int {
  /// How many complete subtrees the next leaf joins.
  fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }
}

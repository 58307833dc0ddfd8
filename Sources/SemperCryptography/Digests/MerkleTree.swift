public import SemperModel

/// A Merkle tree in RFC 6962 shape over leaf digests, with registered purposes in place of the 0x00 and 0x01 prefixes.
///
/// For n > 1 leaves the left subtree holds the largest power of two smaller than n. A tree has at least one leaf.
public struct MerkleTree: Sendable {
  private let nodePurpose: DigestPurpose

  public init(nodes: DigestPurpose) { nodePurpose = nodes }

  /// The root over all leaves.
  public func root(of leaves: [Digest]) -> Digest {
    precondition(!leaves.isEmpty, "a Merkle tree has at least one leaf")
    return root(leaves[...])
  }

  /// The digests beside the way from one leaf to the root, from the leaf upwards.
  public func path(to index: Int, in leaves: [Digest]) -> [Digest] {
    precondition(leaves.indices.contains(index))
    return path(to: index, in: leaves[...])
  }

  /// The root that a leaf and its path lead to, or `nil` when the path does not fit the tree's shape.
  public func root(from leaf: Digest, at index: Int, of count: Int, path: [Digest]) -> Digest? {
    guard count > 0, (0..<count).contains(index) else { return nil }
    guard count > 1 else { return path.isEmpty ? leaf : nil }
    guard let beside = path.last else { return nil }
    let split = Self.split(count)
    if index < split {
      return root(from: leaf, at: index, of: split, path: path.dropLast())
        .map { node($0, beside) }
    }
    return root(from: leaf, at: index - split, of: count - split, path: path.dropLast())
      .map { node(beside, $0) }
  }

  private func root(_ leaves: ArraySlice<Digest>) -> Digest {
    if leaves.count == 1, let leaf = leaves.first { return leaf }
    let middle = leaves.startIndex + Self.split(leaves.count)
    return node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  private func path(to index: Int, in leaves: ArraySlice<Digest>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    let split = Self.split(leaves.count)
    let middle = leaves.startIndex + split
    return index < split
      ? path(to: index, in: leaves[..<middle]) + [root(leaves[middle...])]
      : path(to: index - split, in: leaves[middle...]) + [root(leaves[..<middle])]
  }

  func node(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = PurposeHasher(for: nodePurpose)
    hasher.update(left.bytes)
    hasher.update(right.bytes)
    return hasher.finalize()
  }

  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - (count - 1).leadingZeroBitCount - 1)
  }
}

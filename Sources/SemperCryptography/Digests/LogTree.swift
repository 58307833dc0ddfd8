public import SemperModel

/// Proofs over an append-only Merkle tree in RFC 6962 shape whose complete subtrees are kept: a proof costs about as many
/// reads as the tree is high, however long the log is.
///
/// Complete subtrees are known by level (a leaf is level 0) and index within it. Where they are kept is the caller's.
public struct LogTree: Sendable {
  /// A complete subtree over `2^level` leaves, the `index`-th of its level.
  public struct Subtree: Hashable, Sendable {
    public let level: Int
    public let index: Int
    public let digest: Digest
  }

  public typealias Source = (_ level: Int, _ index: Int) throws -> Digest
  private let tree: MerkleTree

  public init(nodes: DigestPurpose) { tree = MerkleTree(nodes: nodes) }

  /// The subtrees that the leaf with this number completes, itself first.
  public func completed(by leaf: Digest, at number: Int, from source: Source) throws -> [Subtree] {
    var made = [Subtree(level: 0, index: number, digest: leaf)]
    var (level, index, digest) = (0, number, leaf)
    while index % 2 == 1 {
      digest = tree.node(try source(level, index - 1), digest)
      (level, index) = (level + 1, index / 2)
      made.append(Subtree(level: level, index: index, digest: digest))
    }
    return made
  }

  /// The root over the first `size` leaves.
  public func root(of size: Int, from source: Source) throws -> Digest {
    precondition(size > 0, "a tree has at least one leaf")
    return try root(0, size, source)
  }

  /// RFC 6962 audit path: the digests beside the way from a leaf to the root, from the leaf upwards.
  public func inclusion(of number: Int, in size: Int, from source: Source) throws -> [Digest] {
    precondition((0..<size).contains(number))
    return try path(number, 0, size, source)
  }

  /// Whether the path leads from the leaf to the root.
  public func holds(_ leaf: Digest, at number: Int, in size: Int, root: Digest, path: [Digest]) -> Bool {
    tree.root(from: leaf, at: number, of: size, path: path) == root
  }

  /// RFC 6962 consistency proof from the tree over the first `earlier` leaves to that over the first `later`.
  public func consistency(from earlier: Int, to later: Int, from source: Source) throws -> [Digest] {
    precondition(0 < earlier && earlier <= later)
    return try proof(earlier, 0, later, whole: true, source)
  }

  /// Whether the later tree has the earlier one as its beginning.
  public func extends(
    _ earlier: (size: Int, root: Digest), to later: (size: Int, root: Digest), proof: [Digest]
  ) -> Bool {
    guard 0 < earlier.size, earlier.size <= later.size else { return false }
    var rest = proof[...]
    guard let roots = roots(earlier.size, later.size, whole: earlier.root, &rest), rest.isEmpty else { return false }
    return roots.earlier == earlier.root && roots.later == later.root
  }

  // MARK: Recursion over the shape; `start` is the number of the first leaf of the part looked at

  private func root(_ start: Int, _ count: Int, _ source: Source) throws -> Digest {
    if count & (count - 1) == 0 { return try source(count.trailingZeroBitCount, start / count) }
    let left = Self.split(count)
    return tree.node(try root(start, left, source), try root(start + left, count - left, source))
  }

  private func path(_ number: Int, _ start: Int, _ count: Int, _ source: Source) throws -> [Digest] {
    guard count > 1 else { return [] }
    let left = Self.split(count)
    return number < start + left
      ? try path(number, start, left, source) + [root(start + left, count - left, source)]
      : try path(number, start + left, count - left, source) + [root(start, left, source)]
  }

  /// `whole`: whether the part begins the log, so that the verifier knows the earlier root already.
  private func proof(
    _ earlier: Int, _ start: Int, _ count: Int, whole: Bool, _ source: Source
  ) throws -> [Digest] {
    if earlier == count { return whole ? [] : [try root(start, count, source)] }
    let left = Self.split(count)
    return earlier <= left
      ? try proof(earlier, start, left, whole: whole, source) + [root(start + left, count - left, source)]
      : try proof(earlier - left, start + left, count - left, whole: false, source) + [root(start, left, source)]
  }

  private func roots(
    _ earlier: Int, _ count: Int, whole: Digest?, _ proof: inout ArraySlice<Digest>
  ) -> (earlier: Digest, later: Digest)? {
    if earlier == count {
      guard let root = whole ?? proof.popFirst() else { return nil }
      return (root, root)
    }
    let left = Self.split(count)
    if earlier <= left {
      guard let part = roots(earlier, left, whole: whole, &proof), let right = proof.popFirst() else { return nil }
      return (part.earlier, tree.node(part.later, right))
    }
    guard let part = roots(earlier - left, count - left, whole: nil, &proof), let beside = proof.popFirst() else {
      return nil
    }
    return (tree.node(beside, part.earlier), tree.node(beside, part.later))
  }

  /// The largest power of two smaller than a count above one.
  private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount - 1) }
}

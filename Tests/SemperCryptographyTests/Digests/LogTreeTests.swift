import SemperCryptography
import SemperModel
import Testing

private struct NoSuchSubtree: Error {}

@Suite("Proofs over a growing log")
struct LogTreeTests {
  private let tree = LogTree(nodes: .logNode)
  private let leaves = (0..<70).map { SemperModel.Digest(of: [UInt8($0)], for: .logLeaf) }

  private func source(_ count: Int) throws -> LogTree.Source {
    var places: [[Int]: SemperModel.Digest] = [:]
    for number in 0..<count {
      for made in try tree.completed(
        by: leaves[number], at: number,
        from: { level, index in
          guard let digest = places[[level, index]] else { throw NoSuchSubtree() }
          return digest
        })
      {
        places[[made.level, made.index]] = made.digest
      }
    }
    return { level, index in
      guard let digest = places[[level, index]] else { throw NoSuchSubtree() }
      return digest
    }
  }

  @Test("the root is that of the tree over the same leaves, for every size, also of earlier sizes")
  func roots() throws {
    let whole = try source(70)
    let plain = MerkleTree(nodes: .logNode)
    for size in 1...70 {
      let expected = plain.root(of: Array(leaves[..<size]))
      #expect(try tree.root(of: size, from: source(size)) == expected)
      #expect(try tree.root(of: size, from: whole) == expected)
    }
  }

  @Test("each entry is proven in each size, and nothing else is")
  func inclusion() throws {
    let whole = try source(70)
    let plain = MerkleTree(nodes: .logNode)
    for size in 1...70 {
      let root = try tree.root(of: size, from: whole)
      for number in 0..<size {
        let path = try tree.inclusion(of: number, in: size, from: whole)
        #expect(path == plain.path(to: number, in: Array(leaves[..<size])))
        #expect(tree.holds(leaves[number], at: number, in: size, root: root, path: path))
        #expect(!tree.holds(leaves[(number + 1) % 70], at: number, in: size, root: root, path: path))
        #expect(!tree.holds(leaves[number], at: number, in: size, root: root, path: path + [root]))
        if size > 1 {
          #expect(!tree.holds(leaves[number], at: (number + 1) % size, in: size, root: root, path: path))
        }
      }
    }
  }

  @Test("each size extends each earlier one, and neither root, size nor proof can be another")
  func consistency() throws {
    let whole = try source(70)
    let roots = try (1...70).map { try tree.root(of: $0, from: whole) }
    for later in 1...70 {
      for earlier in 1...later {
        let proof = try tree.consistency(from: earlier, to: later, from: whole)
        let (old, new) = ((earlier, roots[earlier - 1]), (later, roots[later - 1]))
        #expect(tree.extends(old, to: new, proof: proof), "\(earlier) to \(later)")
        #expect(!tree.extends((earlier, leaves[0].flipped), to: new, proof: proof))
        #expect(!tree.extends(old, to: (later, leaves[0].flipped), proof: proof))
        #expect(!tree.extends(old, to: new, proof: proof + [roots[0]]))
        if !proof.isEmpty { #expect(!tree.extends(old, to: new, proof: proof.dropLast())) }
        if earlier < later { #expect(!tree.extends(new, to: old, proof: proof)) }
      }
    }
  }

  /// RFC 6962, 2.1.3: the shapes of the proofs in its example of seven leaves.
  @Test("the proofs have the shape of the example in RFC 6962")
  func example() throws {
    let d = Array(leaves[..<7])
    let whole = try source(7)
    let plain = MerkleTree(nodes: .logNode)
    func part(_ range: Range<Int>) -> SemperModel.Digest { plain.root(of: Array(d[range])) }
    #expect(try tree.inclusion(of: 0, in: 7, from: whole) == [d[1], part(2..<4), part(4..<7)])
    #expect(try tree.inclusion(of: 3, in: 7, from: whole) == [d[2], part(0..<2), part(4..<7)])
    #expect(try tree.inclusion(of: 4, in: 7, from: whole) == [d[5], d[6], part(0..<4)])
    #expect(try tree.inclusion(of: 6, in: 7, from: whole) == [part(4..<6), part(0..<4)])
    #expect(try tree.consistency(from: 3, to: 7, from: whole) == [d[2], d[3], part(0..<2), part(4..<7)])
    #expect(try tree.consistency(from: 4, to: 7, from: whole) == [part(4..<7)])
    #expect(try tree.consistency(from: 6, to: 7, from: whole) == [part(4..<6), d[6], part(0..<4)])
  }
}

extension SemperModel.Digest {
  fileprivate var flipped: SemperModel.Digest { SemperModel.Digest(of: bytes, for: .logLeaf) }
}

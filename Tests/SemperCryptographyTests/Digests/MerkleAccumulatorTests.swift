import SemperCryptography
import SemperModel
import Testing

@Suite("A Merkle root whose leaves arrive one by one")
struct MerkleAccumulatorTests {
  @Test("it is the root of the tree over the same leaves, after each of them")
  func equalsTree() {
    let tree = MerkleTree(nodes: .cipherNode)
    var accumulator = MerkleAccumulator(nodes: .cipherNode)
    #expect(accumulator.root == nil)
    var leaves = [SemperModel.Digest]()
    for number in 0..<130 {
      leaves.append(Digest(of: [UInt8(number)], for: .cipherLeaf))
      accumulator.append(Digest(of: [UInt8(number)], for: .cipherLeaf))
      #expect(accumulator.root == tree.root(of: leaves), "\(number + 1) leaves")
      #expect(accumulator.count == leaves.count)
    }
  }

  @Test("the purpose of the nodes counts")
  func purpose() {
    var one = MerkleAccumulator(nodes: .cipherNode)
    var other = MerkleAccumulator(nodes: .contentNode)
    for number in 0..<2 {
      one.append(Digest(of: [UInt8(number)], for: .cipherLeaf))
      other.append(Digest(of: [UInt8(number)], for: .cipherLeaf))
    }
    #expect(one.root != other.root)
  }
}

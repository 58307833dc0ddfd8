public import SemperCoding
import SemperCryptography
public import SemperModel

/// A container as it travels. Nothing about it has been verified: neither who sent it nor what its sealed parts hold.
public struct UnverifiedContainer: Hashable, Sendable, CanonicalValue {
  /// A branch, or a sealed part with a branch in it.
  let root: ContainerNode
  public let context: Digest
  public let proof: ContainerProof

  init(root: ContainerNode, context: Digest, proof: ContainerProof) throws(CodingError) {
    switch root {
    case .leaf: throw CodingError(.outOfRange, "a container's root is an inner node").inside("root")
    case .branch(let branch): try ContainerLimits.check(branch)
    case .sealed: break
    }
    self.root = root
    self.context = context
    self.proof = proof
    guard canonicalBytes.count <= ContainerLimits.packedBytes else {
      throw CodingError(.tooLarge, "a container travels in at most \(ContainerLimits.packedBytes) bytes")
    }
  }

  /// What proofs are about; the same before and after sealing, and whoever looks.
  public var digest: Digest { Container.digest(of: root.digest, context: context) }

  public var json: JSON { .fields(["context": context.json, "proof": proof.json, "root": root.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let (root, context): (ContainerNode, Digest) = (try fields.value("root"), try fields.value("context"))
    let proof: ContainerProof = try fields.value("proof")
    try fields.close()
    try self.init(root: root, context: context, proof: proof)
  }
}

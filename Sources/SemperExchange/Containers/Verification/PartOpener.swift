import SemperCoding
import SemperCryptography
import SemperModel

/// Opens the sealed parts of one container that are for one key, and only so many attempts, since each costs a Diffie
/// and Hellman.
struct PartOpener {
  private static let mostAttempts = 256
  let container: Digest
  let proof: JSON
  let key: SealingKey?
  let released: ReleasedKeys?
  private var attempts = 0

  init(container: Digest, proof: JSON, key: SealingKey?, released: ReleasedKeys?) {
    self.container = container
    self.proof = proof
    self.key = key
    self.released = released
  }

  /// The node with everything below it opened that can be.
  ///
  /// Refuses an open branch that demands confidentiality: it has been read on the way, or its sender does not do what it
  /// says.
  ///
  /// - Parameter isCovered: whether the node comes out of a sealed part.
  mutating func opened(
    _ node: ContainerNode, demands: [SecurityAttributes], isCovered: Bool, depth: Int
  ) throws(Refusal) -> ContainerNode {
    guard depth <= ContainerLimits.depth else {
      throw Refusal(.malformed, blame: .peer, "the container is deeper than \(ContainerLimits.depth) nodes")
    }
    switch node {
    case .leaf: return node
    case .sealed(let part):
      guard let branch = try opened(part) else { return node }
      return try opened(.branch(branch), demands: demands, isCovered: true, depth: depth)
    case .branch(let branch):
      let all = demands + [branch.attributes]
      guard isCovered || !AttributeRules.effective(all).confidentiality else {
        throw Refusal(.outsideTerms, blame: .peer, "“\(branch.name)” demands confidentiality and came in the open")
      }
      var children = [ContainerNode]()
      for child in branch.children {
        children.append(try opened(child, demands: all, isCovered: isCovered, depth: depth + 1))
      }
      do {
        return .branch(try ContainerBranch(name: branch.name, attributes: branch.attributes, children: children))
      } catch {
        throw Refusal(.malformed, blame: .peer, "“\(branch.name)” cannot be opened: \(error)")
      }
    }
  }

  /// The branch in a part that is for this key; `nil` for a part that is for others.
  private mutating func opened(_ part: SealedPart) throws(Refusal) -> ContainerBranch? {
    guard let key else { return nil }
    let seal = PartSeal(container: container, proof: proof, part: part.digest)
    for sealed in part.keys + (released?.keys(of: part.digest) ?? []) {
      attempts += 1
      guard attempts <= Self.mostAttempts else {
        throw Refusal(.malformed, blame: .peer, "the container has more sealed keys than anybody should have to try")
      }
      guard let content = seal.openKey(sealed, with: key) else { continue }
      guard let branch = seal.open(part.box, key: content) else {
        throw Refusal(.goodsInvalid, blame: .peer, "a sealed part does not hold what the container says")
      }
      return branch
    }
    return nil
  }
}

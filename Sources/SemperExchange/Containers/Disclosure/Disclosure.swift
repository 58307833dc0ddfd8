public import SemperCoding
import SemperCryptography
public import SemperModel

/// A part of a container shown to a third party, such as an arbiter: one item or one subtree, with the way from the root
/// to it. Nothing about it has been verified.
///
/// Of everything else it shows how many siblings each node on the way has, and digests, which are over salted items. What
/// is shown is whole: nothing of the subtree can be left out.
public struct Disclosure: Hashable, Sendable, CanonicalValue {
  let context: Digest
  let proof: ContainerProof
  /// From the root downwards; none when the whole container is shown.
  let steps: [DisclosureStep]
  let node: ContainerNode

  /// Refuses with `notFound` a position where nothing stands or that the holder cannot read whole.
  public init(of path: String, in container: VerifiedContainer) throws(Refusal) {
    try self.init(
      of: path, in: container.root, context: container.context,
      proof: container.statement.map { .signed($0) } ?? .none)
  }

  /// The sender's side: shown from the container and what it sent.
  public init(of path: String, in container: Container, as package: UnverifiedContainer) throws(Refusal) {
    guard package.digest == container.digest else {
      throw Refusal(.notFound, blame: .us, "the package is not of this container")
    }
    try self.init(
      of: path, in: container.root, context: container.context,
      proof: package.proof.statement.map { .signed($0) } ?? .none)
  }

  private init(
    of path: String, in root: ContainerBranch, context: Digest, proof: ContainerProof
  ) throws(Refusal) {
    var steps = [DisclosureStep]()
    var node = ContainerNode.branch(root)
    for name in path.split(separator: "/").map(String.init) {
      guard case .branch(let branch) = node, let index = branch.children.firstIndex(where: { $0.name == name }) else {
        throw Refusal(.notFound, blame: .us, "nothing that can be shown stands at “\(path)”")
      }
      steps.append(DisclosureStep(from: branch, to: index))
      node = branch.children[index]
    }
    if case .branch(let branch) = node, !branch.sealedParts.isEmpty {
      throw Refusal(.notFound, blame: .us, "“\(path)” holds parts that are closed here; show less")
    }
    self.context = context
    self.proof = proof
    self.steps = steps
    self.node = node
  }

  /// Names from below the root to what is shown.
  var path: String {
    let names = steps.dropFirst().map(\.name) + (steps.isEmpty ? [] : [node.name ?? ""])
    return names.joined(separator: "/")
  }

  /// The container's digest, to which this leads; `nil` when a step does not fit.
  var digest: Digest? {
    var digest = node.digest
    for step in steps.reversed() {
      guard let above = step.digest(over: digest) else { return nil }
      digest = above
    }
    return Container.digest(of: digest, context: context)
  }

  public var json: JSON {
    .fields(["context": context.json, "node": node.json, "proof": proof.json, "steps": steps.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    context = try fields.value("context")
    node = try fields.value("node")
    proof = try fields.value("proof")
    steps = try fields.value("steps")
    try fields.close()
    guard steps.count < ContainerLimits.depth else {
      throw CodingError(.tooDeep, "a container is at most \(ContainerLimits.depth) nodes deep")
    }
    switch node {
    case .branch(let branch):
      try ContainerLimits.check(branch)
      guard branch.sealedParts.isEmpty else { throw CodingError(.outOfRange, "what is shown is open") }
    case .leaf: guard !steps.isEmpty else { throw CodingError(.outOfRange, "a container's root is an inner node") }
    case .sealed: throw CodingError(.outOfRange, "what is shown is open")
    }
    if !steps.isEmpty { _ = try ItemPath.checked(path) }
  }
}

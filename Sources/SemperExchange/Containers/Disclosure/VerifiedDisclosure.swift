public import SemperCryptography
public import SemperModel

/// A shown part of a container that belongs to it, as a verifier's policy demands. It cannot be decoded.
public struct VerifiedDisclosure: Hashable, Sendable {
  public let origin: ContainerOrigin
  /// `Container.digest` of the container that it is part of.
  public let container: Digest
  /// Where the shown part stands; empty for the whole container.
  public let path: String
  /// All items of the shown part, with what holds for them.
  public let entries: [ContainerEntry]
  public let statement: SignedStatement?
}

extension ContainerVerifier {
  /// Verifies that a shown part belongs to a container that the policy's sender has signed, or whose digest is known.
  ///
  /// A container that was only tagged convinces no third party, so its parts are refused unless the digest is known.
  /// Refusals are those of a container, and `proofInvalid` for a part that leads to no container.
  public func verify(_ disclosure: Disclosure) throws(Refusal) -> VerifiedDisclosure {
    guard let digest = disclosure.digest else {
      throw Refusal(.proofInvalid, blame: .peer, "the way from the shown part to the container does not hold")
    }
    let origin = try origin(proof: disclosure.proof, digest: digest, context: disclosure.context, key: nil)
    let demands = disclosure.steps.map(\.attributes)
    var all = AttributeRules.effective(demands)
    let entries: [ContainerEntry]
    switch disclosure.node {
    case .branch(let branch):
      all = all.strengthened(by: branch.allDemands)
      entries = branch.entries(below: disclosure.path, demands: demands)
    case .leaf(let leaf): entries = [ContainerEntry(path: disclosure.path, leaf: leaf, attributes: all)]
    case .sealed: throw Refusal(.malformed, blame: .peer, "what is shown is open")
    }
    for entry in entries { try require(policy.demands, in: entry.attributes) }
    // What shows a part to a third party is a signature or a digest that this party knows by itself.
    if policy.digest != digest {
      try require(
        all.strengthened(by: SecurityAttributes(originNonRepudiation: true)), provenBy: disclosure.proof, origin, digest
      )
    }
    return VerifiedDisclosure(
      origin: origin, container: digest, path: disclosure.path, entries: entries,
      statement: disclosure.proof.statement)
  }
}

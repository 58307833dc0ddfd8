public import SemperCryptography
public import SemperModel

/// Verifies containers and parts of them under one policy. Pure: it asks nobody and holds no clock.
///
/// It refuses a container that demands less than the policy, and one that does not have what it demands itself, such as
/// a proof that was taken away or an open part that should be sealed.
public struct ContainerVerifier: Sendable {
  let policy: ContainerPolicy
  private let certificates: CertificateVerifier?

  /// Throws `invalidKey` for a policy that no container can meet: demands that exclude each other, or a certified sender
  /// without anything to judge certificates by.
  public init(policy: ContainerPolicy) throws(CryptographyError) {
    guard !policy.demands.anonymity || policy.demands.authenticity != .certified else {
      throw CryptographyError(.invalidKey, "no sender is anonymous and certified at once")
    }
    switch policy.sender {
    case .certified(let demanded): certificates = try CertificateVerifier(policy: demanded)
    case .anybody, .signer, .tagger:
      guard policy.demands.authenticity != .certified else {
        throw CryptographyError(.invalidKey, "a policy that demands a certified sender says which authority counts")
      }
      certificates = nil
    }
    self.policy = policy
  }

  /// Refuses with blame on the peer: `notAsOffered` (another digest), `outsideTerms` (another purpose, less than
  /// demanded, conflicts), `badSignature`, `wrongSigner`, `untrusted`, `notAParty` (not for this key, or the keys are
  /// held back), `goodsInvalid` (a part for this key holds something else), `malformed`.
  ///
  /// - Parameters:
  ///   - key: opens the parts that are for it; the others stay closed.
  ///   - released: what the sender gave for the receipt.
  public func verify(
    _ package: UnverifiedContainer, opening key: SealingKey? = nil, released: ReleasedKeys? = nil
  ) throws(Refusal) -> VerifiedContainer {
    let origin = try origin(of: package, key: key)
    var opener = PartOpener(
      container: package.digest, proof: package.proof.sealingContext, key: key, released: released)
    guard case .branch(let root) = try opener.opened(package.root, demands: [], isCovered: false, depth: 1) else {
      throw Refusal(.notAParty, blame: .peer, "the container is sealed and cannot be opened with this key")
    }
    do {
      try ContainerLimits.check(root)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the opened container is none: \(error)")
    }
    if let conflict = AttributeRules.conflicts(in: root).first { throw conflict.refusal(blame: .peer) }
    try require(policy.demands, in: root.attributes.completed)
    try require(root.allDemands.strengthened(by: policy.demands), provenBy: package.proof, origin, package.digest)
    return VerifiedContainer(
      root: root, context: package.context, origin: origin, statement: package.proof.statement)
  }

  /// The statement that a receiver countersigns before it gets the keys of a container that demands a receipt.
  ///
  /// Its origin and purpose are verified; its content cannot be, since it is still closed.
  public func statementToConfirm(_ package: UnverifiedContainer) throws(Refusal) -> SignedStatement {
    _ = try origin(of: package, key: nil)
    guard let statement = package.proof.statement, package.proof.receiver != nil else {
      throw Refusal(.outsideTerms, blame: .peer, "the container asks for no receipt")
    }
    return statement
  }

  /// Whether something with these attributes demands what the policy demands.
  func require(_ demands: SecurityAttributes, in effective: SecurityAttributes) throws(Refusal) {
    guard effective.cover(demands) else {
      throw Refusal(.outsideTerms, blame: .peer, "the container is protected less than is demanded here")
    }
  }

  /// Whether the proof is as strong as what must hold.
  func require(
    _ all: SecurityAttributes, provenBy proof: ContainerProof, _ origin: ContainerOrigin, _ digest: Digest
  ) throws(Refusal) {
    let isKnown = policy.digest == digest
    let (isProven, isSigned): (Bool, Bool) =
      switch origin {
      case .unproven: (false, false)
      case .tagged: (true, false)
      case .signed, .certified: (true, true)
      }
    guard !all.originNonRepudiation || isSigned else { throw lacking("a signature") }
    guard all.authenticity == nil || isProven else { throw lacking("a proof of its sender") }
    guard !all.integrity || isProven || isKnown else { throw lacking("a digest that is known, or a proof") }
    if all.authenticity == .certified {
      guard case .certified = origin else {
        throw Refusal(.untrusted, blame: .peer, "the sender must be certified, and this policy has seen no certificate")
      }
    }
    if all.receiptNonRepudiation {
      guard proof.receiver != nil else { throw lacking("the name of who confirms its receipt") }
    }
    if all.anonymity, case .signed(let statement) = proof {
      guard statement.signatures.allSatisfy(\.header.certificates.isEmpty) else {
        throw Refusal(.outsideTerms, blame: .peer, "the container demands anonymity and names its sender")
      }
    }
  }

  /// Checks purpose, digest and proof.
  func origin(of package: UnverifiedContainer, key: SealingKey?) throws(Refusal) -> ContainerOrigin {
    try origin(proof: package.proof, digest: package.digest, context: package.context, key: key)
  }

  func origin(
    proof: ContainerProof, digest: Digest, context: Digest, key: SealingKey?
  ) throws(Refusal) -> ContainerOrigin {
    guard context == policy.context else {
      throw Refusal(.outsideTerms, blame: .peer, "the container was sent for something else")
    }
    guard policy.digest ?? digest == digest else {
      throw Refusal(.notAsOffered, blame: .peer, "this is not the container whose digest is known")
    }
    let origin: ContainerOrigin =
      switch proof {
      case .none: .unproven
      case .tagged(let sender, let tags): try tagged(by: sender, tags, on: digest, key: key)
      case .signed(let statement): try signed(by: statement, over: digest, key: key)
      }
    switch (policy.sender, origin) {
    case (.anybody, _): return origin
    case (.signer(let expected), .signed(let key)) where key.thumbprint == expected: return origin
    case (.tagger(let expected), .tagged(let sender)) where sender == expected: return origin
    case (.certified, .certified): return origin
    case (.signer, _), (.tagger, _), (.certified, _):
      throw Refusal(.wrongSigner, blame: .peer, "the container does not come from the sender that is expected")
    }
  }

  private func tagged(
    by sender: SealingPublicKey, _ tags: [ByteString], on digest: Digest, key: SealingKey?
  ) throws(Refusal) -> ContainerOrigin {
    let context = ContainerProof.tagContext(sender)
    guard let key,
      tags.contains(where: {
        key.accepts($0.bytes, on: digest.bytes, from: sender, for: .containerTag, context: context)
      })
    else { throw Refusal(.badSignature, blame: .peer, "no tag on the container is for this key and by its sender") }
    return .tagged(sender)
  }

  private func signed(
    by statement: SignedStatement, over digest: Digest, key: SealingKey?
  ) throws(Refusal) -> ContainerOrigin {
    let content = try statement.draft(as: ContainerStatement.self, keys: KeySet())
    guard let signature = statement.signatures.first(where: { $0.header.kid == content.sender.thumbprint }) else {
      throw Refusal(.wrongSigner, blame: .peer, "the sender has not signed the container")
    }
    guard content.container == digest else {
      throw Refusal(.badSignature, blame: .peer, "the statement is about another container")
    }
    if let key, !content.recipients.isEmpty {
      let me = ContainerStatement.recipientDigest(key.publicKey, of: digest)
      guard content.recipients.contains(me) else {
        throw Refusal(.notAParty, blame: .peer, "the sender did not send this container to this key")
      }
    }
    guard let certificates else { return .signed(content.sender) }
    return .certified(try certificates.verdict(on: signature.header.certificates).identity())
  }

  private func lacking(_ what: String) -> Refusal {
    Refusal(.badSignature, blame: .peer, "the container must have \(what) and has not")
  }
}

extension ContainerProof {
  var statement: SignedStatement? {
    if case .signed(let statement) = self { statement } else { nil }
  }

  fileprivate var receiver: PublicKey? {
    statement.flatMap { try? VerifiedStatement<ContainerStatement>.content(of: $0) }?.receiver
  }
}

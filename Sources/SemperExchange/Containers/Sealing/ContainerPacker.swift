import SemperCoding
import SemperCryptography
public import SemperModel

/// Makes a container ready for the wire, as its attributes demand, or refuses; it never does less than they say.
public struct ContainerPacker: Sendable {
  private let sender: ContainerSender
  private let recipients: ContainerRecipients
  private let receiver: PublicKey?

  /// - Parameter receiver: whose receipt is wanted, where a node demands non-repudiation of receipt. A receipt has one
  ///   giver; for several receivers pack several times.
  public init(sender: ContainerSender, recipients: ContainerRecipients, receiver: PublicKey? = nil) {
    self.sender = sender
    self.recipients = recipients
    self.receiver = receiver
  }

  /// Refuses with `outsideTerms`, blame on us, what the attributes demand and the keys given cannot do, and an anonymous
  /// container that names its sender.
  public func pack(
    _ container: Container, using generator: inout some RandomNumberGenerator
  ) throws(Refusal) -> PackedContainer {
    let demands = container.root.allDemands
    try recipients.check(against: container.root)
    if demands.anonymity { try checkAnonymity(of: container) }
    let (digest, proof) = (container.digest, try proof(of: container, demands: demands))
    var sealing = Sealing(container: digest, proof: proof.sealingContext, recipients: recipients)
    let root = try sealing.packed(container.root, path: "", demands: [], readers: nil, using: &generator)
    do {
      let package = try UnverifiedContainer(root: root, context: container.context, proof: proof)
      return PackedContainer(package: package, held: ReleasedKeys(sealing.held))
    } catch {
      throw Refusal(.tooLarge, blame: .us, "the container cannot travel: \(error)")
    }
  }

  private func checkAnonymity(of container: Container) throws(Refusal) {
    for entry in container.entries where entry.attributes.anonymity {
      guard sender.knownKeys.isDisjoint(with: entry.item.namedKeys) else {
        throw AttributeConflict(
          path: container.root.outermostAnonymous(above: entry.path), attribute: .anonymity, against: entry.path,
          reason: .itemNamesSender
        ).refusal(blame: .us)
      }
    }
  }

  private func proof(of container: Container, demands: SecurityAttributes) throws(Refusal) -> ContainerProof {
    if demands.originNonRepudiation { return try signed(container, demands: demands) }
    if demands.authenticity != nil { return try tagged(container, demands: demands) }
    return .none
  }

  private func signed(_ container: Container, demands: SecurityAttributes) throws(Refusal) -> ContainerProof {
    guard let key = sender.signingKey else { throw missing("a signing key") }
    guard !demands.anonymity || !sender.knownKeys.contains(key.thumbprint) else {
      throw missing("a fresh signing key, since the sender is known by this one")
    }
    let isCertified = demands.authenticity == .certified
    guard !isCertified || !sender.certificates.isEmpty else { throw missing("the certificate of the signing key") }
    guard !demands.receiptNonRepudiation || receiver != nil else { throw missing("the key of the receiver") }
    let statement = ContainerStatement(
      container: container.digest, sender: key.publicKey, receiver: demands.receiptNonRepudiation ? receiver : nil,
      recipients: recipients.everybody)
    do {
      return .signed(
        try SignedStatement(statement, signedBy: [key], certificates: isCertified ? sender.certificates : []))
    } catch {
      throw Refusal(.malformed, blame: .us, "the container cannot be signed: \(error)")
    }
  }

  private func tagged(_ container: Container, demands: SecurityAttributes) throws(Refusal) -> ContainerProof {
    guard let key = sender.sealingKey else { throw missing("a sealing key") }
    guard !demands.anonymity || !sender.knownSealingKeys.contains(key.publicKey) else {
      throw missing("a fresh sealing key, since the sender is known by this one")
    }
    let everybody = recipients.everybody
    guard (1...ContainerProof.mostTags).contains(everybody.count) else {
      throw missing("1 to \(ContainerProof.mostTags) recipients, since a tag convinces one of them")
    }
    var tags = [ByteString]()
    for recipient in everybody {
      do {
        tags.append(
          ByteString(
            try key.tag(
              on: container.digest.bytes, to: recipient, for: .containerTag,
              context: ContainerProof.tagContext(key.publicKey))))
      } catch {
        throw Refusal(.malformed, blame: .us, "the container cannot be tagged: \(error)")
      }
    }
    return .tagged(sender: key.publicKey, tags: tags.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
  }

  private func missing(_ what: String) -> Refusal {
    Refusal(.outsideTerms, blame: .us, "the container's attributes demand \(what)")
  }
}

/// One walk over a tree that seals what is to be sealed.
private struct Sealing {
  let container: Digest
  let proof: JSON
  let recipients: ContainerRecipients
  /// What waits for a receipt.
  var held: [ReleasedKeys.Part] = []

  /// - Parameter readers: who can read what is around this branch; `nil` where everybody can.
  mutating func packed(
    _ branch: ContainerBranch, path: String, demands: [SecurityAttributes], readers: [SealingPublicKey]?,
    using generator: inout some RandomNumberGenerator
  ) throws(Refusal) -> ContainerNode {
    let around = AttributeRules.effective(demands)
    let effective = around.strengthened(by: branch.attributes)
    let mine = effective.confidentiality ? try recipients.recipients(at: path, within: readers) : nil
    var children = [ContainerNode]()
    for child in branch.children {
      guard case .branch(let inner) = child else {
        children.append(child)
        continue
      }
      children.append(
        try packed(
          inner, path: path.joined(with: inner.name), demands: demands + [branch.attributes], readers: mine,
          using: &generator))
    }
    do {
      let packed = try ContainerBranch(name: branch.name, attributes: branch.attributes, children: children)
      let waits = effective.receiptNonRepudiation && !around.receiptNonRepudiation
      guard let mine, waits || readers.map({ Set($0) != Set(mine) }) ?? true else { return .branch(packed) }
      return .sealed(
        try sealed(
          packed, for: mine, padded: effective.anonymity, waits: effective.receiptNonRepudiation, using: &generator))
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.malformed, blame: .us, "“\(path)” cannot be sealed: \(error)")
    }
  }

  private mutating func sealed(
    _ branch: ContainerBranch, for readers: [SealingPublicKey], padded: Bool, waits: Bool,
    using generator: inout some RandomNumberGenerator
  ) throws -> SealedPart {
    let seal = PartSeal(container: container, proof: proof, part: branch.digest)
    let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let keys = try readers.map { try seal.seal(key: key, to: $0) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    if waits { held.append(ReleasedKeys.Part(digest: branch.digest, keys: keys)) }
    return SealedPart(
      digest: branch.digest, box: try seal.seal(branch, padded: padded, key: key), keys: waits ? [] : keys)
  }
}

extension ContainerBranch {
  /// The outermost node above a position that demands anonymity.
  fileprivate func outermostAnonymous(above path: String) -> String {
    branches.first { ($0.path.isEmpty || path.hasPrefix($0.path + "/")) && $0.demands.anonymity }?.path ?? ""
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A sender's word that it sent a container, over the container's digest. Countersigned by the receiver that it names,
/// the same statement is the receipt.
///
/// It brings the keys of both along, so that a pseudonym needs no directory. Who they must be is for a policy to say.
public struct ContainerStatement: Hashable, StatementContent {
  public static let kind = StatementKind.container
  public static let mostRecipients = SealedPart.mostRecipients

  /// `Container.digest`.
  public let container: Digest
  public let sender: PublicKey
  /// Who must countersign before the content is released, when a node demands non-repudiation of receipt.
  public let receiver: PublicKey?
  /// The recipients of sealed parts, as `recipientDigest` names them, sorted. A recipient that is not among them has got
  /// somebody else's container from one who could open it.
  public let recipients: [Digest]

  public init(container: Digest, sender: PublicKey, receiver: PublicKey?, recipients: [SealingPublicKey]) {
    self.container = container
    self.sender = sender
    self.receiver = receiver
    self.recipients = recipients.map { Self.recipientDigest($0, of: container) }.sorted(by: Self.precedes)
  }

  public var signers: [Thumbprint] { introducedKeys.map(\.thumbprint) }
  public var introducedKeys: [PublicKey] { [sender] + (receiver.map { [$0] } ?? []) }

  /// `H(container-recipient ‖ container ‖ key)`: whoever knows the key can look for it, and nobody can link two containers.
  public static func recipientDigest(_ key: SealingPublicKey, of container: Digest) -> Digest {
    Digest(of: container.bytes + key.bytes, for: .containerRecipient)
  }

  private static func precedes(_ left: Digest, _ right: Digest) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  public var json: JSON {
    .fields([
      "container": container.json, "receiver": receiver?.json, "recipients": recipients.json, "sender": sender.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    container = try fields.value("container")
    receiver = try fields.optional("receiver")
    recipients = try fields.value("recipients")
    sender = try fields.value("sender")
    try fields.close()
    guard receiver != sender else { throw CodingError(.outOfRange, "nobody confirms a receipt to itself") }
    guard recipients.count <= Self.mostRecipients,
      zip(recipients, recipients.dropFirst()).allSatisfy({ Self.precedes($0, $1) })
    else { throw CodingError(.notCanonical, "at most \(Self.mostRecipients) recipients, sorted and different") }
  }
}

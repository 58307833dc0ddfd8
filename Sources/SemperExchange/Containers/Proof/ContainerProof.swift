public import SemperCoding
public import SemperCryptography
public import SemperModel

/// How a container that travels shows where it comes from. One of them covers the whole tree.
public enum ContainerProof: Hashable, Sendable {
  /// Nothing. Integrity then means that the receiver knows the container's digest from somewhere else.
  case none
  /// Tags, one for each recipient and each convincing it alone: authenticity that can be denied towards others.
  case tagged(sender: SealingPublicKey, tags: [ByteString])
  /// A `ContainerStatement`: authenticity that convinces everybody, which is non-repudiation of origin.
  case signed(SignedStatement)

  static let mostTags = SealedPart.mostRecipients

  /// Whom the proof names, as the seals of parts are bound to it.
  var sealingContext: JSON {
    switch self {
    case .none: .null
    case .tagged(let sender, _): sender.json
    case .signed(let statement): statement.digest.json
    }
  }

  static func tagContext(_ sender: SealingPublicKey) -> [UInt8] { sender.bytes }
}

extension ContainerProof: CanonicalValue {
  public var json: JSON {
    switch self {
    case .none: .fields([:])
    case .tagged(let sender, let tags): .fields(["sender": sender.json, "tags": tags.json])
    case .signed(let statement): .fields(["statement": statement.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let statement: SignedStatement = try fields.optional("statement") {
      guard statement.kind == .container else {
        throw CodingError(.outOfRange, "a container is proven by a statement of its kind").inside("statement")
      }
      self = .signed(statement)
    } else if let sender: SealingPublicKey = try fields.optional("sender") {
      let tags: [ByteString] = try fields.value("tags")
      guard (1...Self.mostTags).contains(tags.count) else {
        throw CodingError(.tooMany, "a container has 1 to \(Self.mostTags) tags").inside("tags")
      }
      self = .tagged(sender: sender, tags: tags)
    } else {
      self = .none
    }
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What the arbiter notes in its log beside decisions, numbered and chained as they are.
public struct LogNotice: StatementContent {
  public static let kind = StatementKind.logNotice

  public enum Event: Hashable, Sendable {
    /// The arbiter came to life, for the so-manieth time and under a fresh name: two instances on copies of one store
    /// differ from here on, and their checkpoints show it.
    case started(generation: Int, instance: Nonce)
    /// New exchanges may pin this sealing key from now on.
    case epochOpened(number: Int, key: SealingPublicKey, policy: Digest)
    /// The private half of this sealing key is no more.
    case epochDestroyed(number: Int, key: SealingPublicKey)
    /// The arbiter has signed this ruling in a dispute about a deal.
    case ruled(Digest)
  }

  public let arbiter: Thumbprint
  public let event: Event
  public let number: Int
  public let previous: Digest
  public let issued: Timestamp

  public init(arbiter: Thumbprint, event: Event, number: Int, previous: Digest, issued: Timestamp) {
    self.arbiter = arbiter
    self.event = event
    self.number = number
    self.previous = previous
    self.issued = issued
  }

  public var signers: [Thumbprint] { [arbiter] }

  public var json: JSON {
    let (word, parts): (Word, [(String, JSON)]) =
      switch event {
      case .started(let generation, let instance):
        (.started, [("generation", generation.json), ("instance", instance.json)])
      case .epochOpened(let epoch, let key, let policy):
        (.epochOpened, [("epoch", epoch.json), ("policy", policy.json), ("seal", key.json)])
      case .epochDestroyed(let epoch, let key): (.epochDestroyed, [("epoch", epoch.json), ("seal", key.json)])
      case .ruled(let ruling): (.ruled, [("ruling", ruling.json)])
      }
    return .object(
      JSONObject(
        [
          ("arbiter", arbiter.json), ("event", word.json), ("iat", issued.json), ("number", number.json),
          ("previous", previous.json),
        ] + parts))
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("arbiter")
    switch try fields.value("event", as: Word.self) {
    case .started:
      event = .started(generation: try fields.value("generation"), instance: try fields.value("instance"))
    case .epochOpened:
      event = .epochOpened(
        number: try fields.value("epoch"), key: try fields.value("seal"), policy: try fields.value("policy"))
    case .epochDestroyed:
      event = .epochDestroyed(number: try fields.value("epoch"), key: try fields.value("seal"))
    case .ruled: event = .ruled(try fields.value("ruling"))
    }
    number = try fields.value("number")
    previous = try fields.value("previous")
    issued = try fields.value("iat")
    try fields.close()
  }

  private enum Word: String, CanonicalValue {
    case started
    case epochOpened = "epoch-opened"
    case epochDestroyed = "epoch-destroyed"
    case ruled
  }
}

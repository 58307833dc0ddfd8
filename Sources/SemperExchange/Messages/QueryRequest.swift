public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party asks what the arbiter has decided. The answer is the last decision, the same for as often as it is asked.
public struct QueryRequest: StatementContent {
  public static let kind = StatementKind.query

  public let exchange: Digest
  public let party: PublicKey
  /// The key to which the peer's opening is sealed, if the arbiter may show it.
  public let reply: SealingPublicKey

  public init(exchange: Digest, party: PublicKey, reply: SealingPublicKey) {
    self.exchange = exchange
    self.party = party
    self.reply = reply
  }

  public var signers: [Thumbprint] { [party.thumbprint] }
  public var introducedKeys: [PublicKey] { [party] }
  public var json: JSON {
    .fields(["exchange": exchange.json, "key": party.json, "reply": reply.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exchange = try fields.value("exchange")
    party = try fields.value("key")
    reply = try fields.value("reply")
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party is content with the data it was given. To the arbiter it ends the party's complaint window early; to a ledger it
/// gives the peer its bond back.
public struct AcceptRequest: StatementContent {
  public static let kind = StatementKind.accept

  public let exchange: Digest
  public let party: PublicKey

  public init(exchange: Digest, party: PublicKey) {
    self.exchange = exchange
    self.party = party
  }

  public var signers: [Thumbprint] { [party.thumbprint] }
  public var introducedKeys: [PublicKey] { [party] }
  public var json: JSON { .fields(["exchange": exchange.json, "key": party.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exchange = try fields.value("exchange")
    party = try fields.value("key")
    try fields.close()
  }
}

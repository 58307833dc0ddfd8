public import SemperCoding
public import SemperCryptography
public import SemperModel

/// M1, Commit_O: the originator binds itself to the exchange and its locked items, unless it aborts before opening.
public struct CommitOriginator: StatementContent {
  public static let kind = StatementKind.commitOriginator
  public static let largestPayload = 128 << 10

  public let exchange: Digest
  public let party: Thumbprint
  public let commitment: Commitment

  public init(exchange: Digest, party: Thumbprint, commitment: Commitment) {
    self.exchange = exchange
    self.party = party
    self.commitment = commitment
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields(["commitment": commitment.json, "exchange": exchange.json, "party": party.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commitment = try fields.value("commitment")
    exchange = try fields.value("exchange")
    party = try fields.value("party")
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// M2, Commit_R: the responder binds itself in answer to one M1. From here on it can only go forward.
public struct CommitResponder: StatementContent {
  public static let kind = StatementKind.commitResponder
  public static let largestPayload = 128 << 10

  public let exchange: Digest
  public let party: Thumbprint
  /// μ1, the digest of M1.
  public let answers: Digest
  public let commitment: Commitment

  public init(exchange: Digest, party: Thumbprint, answers: Digest, commitment: Commitment) {
    self.exchange = exchange
    self.party = party
    self.answers = answers
    self.commitment = commitment
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "answers": answers.json, "commitment": commitment.json, "exchange": exchange.json,
      "party": party.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answers = try fields.value("answers")
    commitment = try fields.value("commitment")
    exchange = try fields.value("exchange")
    party = try fields.value("party")
    try fields.close()
  }
}

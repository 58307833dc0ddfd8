public import SemperCoding
public import SemperCryptography
public import SemperModel

/// M4, Open_R: the responder reveals its secret, after it has checked and secured what it got.
public struct OpenResponder: StatementContent {
  public static let kind = StatementKind.openResponder

  public let exchange: Digest
  public let party: Thumbprint
  /// μ1 and μ2: the two commitments that this opens.
  public let commits: [Digest]
  public let secret: OpeningSecret

  public init(exchange: Digest, party: Thumbprint, commits: [Digest], secret: OpeningSecret) {
    self.exchange = exchange
    self.party = party
    self.commits = commits
    self.secret = secret
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "commits": commits.json, "exchange": exchange.json, "party": party.json, "secret": secret.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commits = try fields.value("commits")
    exchange = try fields.value("exchange")
    party = try fields.value("party")
    secret = try fields.value("secret")
    try fields.close()
    guard commits.count == 2 else { throw CodingError(.wrongForm, "an opening names two commitments") }
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One side gives no more pieces and says how many of the peer's it has as they were described: its receipt for them.
public struct EndPieces: StatementContent {
  public static let kind = StatementKind.endPieces

  /// Why no more pieces come.
  public enum Reason: String, CanonicalValue, Sendable {
    /// All were given on both sides.
    case complete
    /// The peer's next piece was not what was described, which its opening proves.
    case badPiece = "bad-piece"
    /// This side did not want to go on.
    case stopped
    /// The peer's next piece has not come in time.
    case waited
  }

  public let exchange: Digest
  public let party: Thumbprint
  /// Both commitments, the originator's first.
  public let commits: [Digest]
  public let holds: Int
  public let reason: Reason

  public init(exchange: Digest, party: Thumbprint, commits: [Digest], holds: Int, reason: Reason) {
    self.exchange = exchange
    self.party = party
    self.commits = commits
    self.holds = holds
    self.reason = reason
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "commits": commits.json, "exchange": exchange.json, "holds": holds.json, "party": party.json,
      "reason": reason.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commits = try fields.value("commits")
    exchange = try fields.value("exchange")
    holds = try fields.value("holds")
    party = try fields.value("party")
    reason = try fields.value("reason")
    try fields.close()
    guard commits.count == 2 else { throw CodingError(.wrongForm, "an end names two commitments") }
    guard (0...ExchangeBody.mostItems).contains(holds) else {
      throw CodingError(.outOfRange, "a side holds 0 to \(ExchangeBody.mostItems) pieces").inside("holds")
    }
  }
}

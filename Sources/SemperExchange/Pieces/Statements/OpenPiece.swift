public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One side gives its next piece: the opening of one item, counted from 1.
///
/// By the order of the pieces it is also a receipt. The originator opens piece k once it has the responder's piece k − 1 as
/// described; the responder opens piece k once it has the originator's piece k.
public struct OpenPiece: StatementContent {
  public static let kind = StatementKind.openPiece

  public let exchange: Digest
  public let party: Thumbprint
  /// Both commitments, the originator's first.
  public let commits: [Digest]
  public let number: Int
  public let opening: ItemOpening

  public init(exchange: Digest, party: Thumbprint, commits: [Digest], number: Int, opening: ItemOpening) {
    self.exchange = exchange
    self.party = party
    self.commits = commits
    self.number = number
    self.opening = opening
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "commits": commits.json, "exchange": exchange.json, "number": number.json, "opening": opening.json,
      "party": party.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commits = try fields.value("commits")
    exchange = try fields.value("exchange")
    number = try fields.value("number")
    opening = try fields.value("opening")
    party = try fields.value("party")
    try fields.close()
    guard commits.count == 2 else { throw CodingError(.wrongForm, "an opening names two commitments") }
    guard (1...ExchangeBody.mostItems).contains(number) else {
      throw CodingError(.outOfRange, "pieces count from 1 to \(ExchangeBody.mostItems)").inside("number")
    }
  }
}

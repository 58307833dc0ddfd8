public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One side's word on what it will give piece for piece: its data in the order of the terms, each item sealed under a key of
/// its own. The responder's answers the originator's, and says with it that all of the originator's ciphertexts have come.
public struct CommitPieces: StatementContent {
  public static let kind = StatementKind.commitPieces

  public let exchange: Digest
  public let party: Thumbprint
  /// The digest of the originator's commitment, in the responder's; absent in the originator's own.
  public let answers: Digest?
  public let locked: [LockedItem]

  public init(exchange: Digest, party: Thumbprint, answers: Digest?, locked: [LockedItem]) {
    self.exchange = exchange
    self.party = party
    self.answers = answers
    self.locked = locked
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields(["answers": answers?.json, "exchange": exchange.json, "locked": locked.json, "party": party.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answers = try fields.optional("answers")
    exchange = try fields.value("exchange")
    locked = try fields.value("locked")
    party = try fields.value("party")
    try fields.close()
    guard (1...ExchangeBody.mostItems).contains(locked.count) else {
      throw CodingError(.tooMany, "a side gives 1 to \(ExchangeBody.mostItems) pieces").inside("locked")
    }
  }
}

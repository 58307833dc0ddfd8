public import SemperCoding
public import SemperModel

/// Where in a deal an act stands: in which state of which terms, at which turn, after which act, and when it was done.
public struct ActHeader: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  /// The digest of the terms.
  public let service: Digest
  public let state: String
  /// The number of the state among all that the deal has entered.
  public let turn: Int
  /// The act before, or the offer.
  public let previous: Digest
  public let issued: Timestamp

  public init(
    deal: ID<Deal>, service: Digest, state: String, turn: Int, previous: Digest, issued: Timestamp
  ) {
    self.deal = deal
    self.service = service
    self.state = state
    self.turn = turn
    self.previous = previous
    self.issued = issued
  }

  public var json: JSON {
    .fields([
      "deal": deal.json, "iat": issued.json, "prev": previous.json, "service": service.json, "state": state.json,
      "turn": turn.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    issued = try fields.value("iat")
    previous = try fields.value("prev")
    service = try fields.value("service")
    state = try fields.value("state")
    turn = try fields.value("turn")
    try fields.close()
    guard turn > 0 else { throw CodingError(.outOfRange, "turns count from 1").inside("turn") }
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party takes one of the options that the terms give it in a state, so that the other side learns which.
public struct Choice: StatementContent {
  public static let kind = StatementKind.choice

  public let deal: ID<Deal>
  public let contract: Digest
  public let service: Digest
  public let state: String
  public let option: String
  public let party: Thumbprint
  public let issued: Timestamp

  public init(
    deal: ID<Deal>, contract: Digest, service: Digest, state: String, option: String, party: Thumbprint,
    issued: Timestamp
  ) {
    self.deal = deal
    self.contract = contract
    self.service = service
    self.state = state
    self.option = option
    self.party = party
    self.issued = issued
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "deal": deal.json, "iat": issued.json, "option": option.json, "party": party.json,
      "prev": [contract].json, "service": service.json, "state": state.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    issued = try fields.value("iat")
    option = try fields.value("option")
    party = try fields.value("party")
    contract = try fields.only("prev")
    service = try fields.value("service")
    state = try fields.value("state")
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperTerms

/// A party takes one of the ways that the terms give it in a state, so that the other side learns which: an option, the way of failure,
/// or a named exception.
public struct Choice: StatementContent {
  public static let kind = StatementKind.choice

  /// Which kind of way it is.
  public enum Way: String, Sendable, CanonicalValue {
    case option
    /// The way of failure: who was to move will not, or has let its time pass.
    case otherwise = "else"
    case exception
  }

  public let deal: ID<Deal>
  /// The act before it: of a purchase, which has one contract, that contract.
  public let contract: Digest
  public let service: Digest
  public let state: String
  /// The name of the option or exception; for the way of failure `else`.
  public let option: String
  public let way: Way
  /// The number of the state among all that the deal has entered; a purchase goes without.
  public let turn: Int?
  public let party: Thumbprint
  public let issued: Timestamp

  public init(
    deal: ID<Deal>, contract: Digest, service: Digest, state: String, option: String, way: Way = .option,
    turn: Int? = nil, party: Thumbprint, issued: Timestamp
  ) {
    self.deal = deal
    self.contract = contract
    self.service = service
    self.state = state
    self.option = option
    self.way = way
    self.turn = turn
    self.party = party
    self.issued = issued
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "deal": deal.json, "iat": issued.json, "option": option.json, "party": party.json,
      "prev": [contract].json, "service": service.json, "state": state.json, "turn": turn?.json,
      "way": way == .option ? nil : way.json,
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
    turn = try fields.optional("turn")
    way = try fields.optional("way") ?? .option
    try fields.close()
  }
}

extension TermsOfBusiness {
  /// The option that a choice takes; `nil` for another kind of way.
  func option(taken choice: Choice) -> TermsState.Option? {
    choice.way == .option ? option(choice.option, in: choice.state) : nil
  }
}

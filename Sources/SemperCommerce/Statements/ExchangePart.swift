public import SemperCoding
public import SemperExchange

/// What a deed says of the fair exchange that a step of the terms is.
public enum ExchangePart: Hashable, Sendable, CanonicalValue {
  /// The buyer's key, nonce and commitment for it.
  case entry(PartyTerms)
  /// What both agree on.
  case agreement(AgreedExchange)

  public var json: JSON {
    switch self {
    case .entry(let party): .fields(["party": party.json])
    case .agreement(let agreed): .fields(["agreed": agreed.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let party: PartyTerms? = try fields.optional("party")
    let agreed: AgreedExchange? = try fields.optional("agreed")
    try fields.close()
    switch (party, agreed) {
    case (let party?, nil): self = .entry(party)
    case (nil, let agreed?): self = .agreement(agreed)
    case (nil, nil), (_?, _?): throw CodingError(.wrongForm, "either “party” or “agreed” is there")
    }
  }
}

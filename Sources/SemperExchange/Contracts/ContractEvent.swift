public import SemperCoding

/// What happens to the coordinator of a contract of several parties.
public enum ContractEvent: Hashable, Sendable, CanonicalValue {
  /// In the exchange with the party of this number.
  case exchange(Int, ExchangeEvent)
  /// The coordinator does not want to go on. Has no effect once all have committed.
  case giveUp

  public var json: JSON {
    switch self {
    case .exchange(let number, let event): .fields(["event": event.json, "party": number.json])
    case .giveUp: .fields([:])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let number: Int? = try fields.optional("party")
    let event: ExchangeEvent? = try fields.optional("event")
    try fields.close()
    switch (number, event) {
    case (.some(let number), .some(let event)): self = .exchange(number, event)
    case (nil, nil): self = .giveUp
    case (.some, nil), (nil, .some): throw CodingError(.missing, "an event of an exchange names its party")
    }
  }
}

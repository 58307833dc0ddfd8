/// What the coordinator's machine asks for: something in the exchange with the party of this number.
public struct ContractAction: Hashable, Sendable {
  public let party: Int
  public let action: ExchangeAction

  public init(party: Int, _ action: ExchangeAction) {
    self.party = party
    self.action = action
  }
}

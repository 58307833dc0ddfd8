public import SemperCredentials
public import SemperPayments

/// What one party has to give and to take with: ledgers, registries, issuers and data. What an exchange needs and is not
/// here is refused before anything is locked.
public struct ExchangeMeans: Sendable {
  public var purses: [any LockingPurse]
  public var tills: [any LockingTill]
  public var registries: [any CredentialRegistry]
  public var issuers: [any ConditionalIssuer]
  public var source: (any ItemSource)?
  public var sink: (any ItemSink)?
  /// Who decides about settling jointly; without one every proposal of the peer's is refused.
  public var settling: (any SettlementJudgement)?

  public init(
    purses: [any LockingPurse] = [], tills: [any LockingTill] = [], registries: [any CredentialRegistry] = [],
    issuers: [any ConditionalIssuer] = [], source: (any ItemSource)? = nil, sink: (any ItemSink)? = nil,
    settling: (any SettlementJudgement)? = nil
  ) {
    self.purses = purses
    self.tills = tills
    self.registries = registries
    self.issuers = issuers
    self.source = source
    self.sink = sink
    self.settling = settling
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The other party agrees to a proposal. From here on it neither claims nor calls the arbiter, unless the ledger says that
/// the lock has ended another way.
public struct SettlementConsent: StatementContent {
  public static let kind = StatementKind.settlementConsent

  public let exchange: Digest
  public let party: Thumbprint
  public let proposal: Digest

  public init(exchange: Digest, party: Thumbprint, proposal: Digest) {
    self.exchange = exchange
    self.party = party
    self.proposal = proposal
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields(["exchange": exchange.json, "party": party.json, "proposal": proposal.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exchange = try fields.value("exchange")
    party = try fields.value("party")
    proposal = try fields.value("proposal")
    try fields.close()
  }
}

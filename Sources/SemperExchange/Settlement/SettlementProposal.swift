public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party proposes how an exchange ends without its arbiter. Where money is under lock its payer proposes, and the
/// payer's word to the ledger comes along, so that the peer holds all that it needs when it agrees.
public struct SettlementProposal: StatementContent {
  public static let kind = StatementKind.settlementProposal

  public let exchange: Digest
  public let party: Thumbprint
  public let plan: SettlementPlan
  /// The payer's `LockDivision`, exactly where the plan divides a lock.
  public let division: SignedStatement?

  public init(exchange: Digest, party: Thumbprint, plan: SettlementPlan, division: SignedStatement?) {
    self.exchange = exchange
    self.party = party
    self.plan = plan
    self.division = division
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "division": division?.json, "exchange": exchange.json, "party": party.json, "plan": plan.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    division = try fields.optional("division")
    exchange = try fields.value("exchange")
    party = try fields.value("party")
    plan = try fields.value("plan")
    try fields.close()
    guard (plan.paid == nil) == (division == nil) else {
      throw CodingError(.outOfRange, "the payer's word to the ledger comes along exactly where a lock is divided")
    }
  }
}

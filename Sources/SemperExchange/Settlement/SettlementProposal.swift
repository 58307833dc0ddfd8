public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party proposes how an exchange ends without its arbiter. Where money is under lock its payer proposes, and the
/// payer's word to the ledger comes along, so that the peer holds all that it needs when it agrees. Where the peer has locked
/// money too, its lock is to stand still until the proposer's ledger has decided.
public struct SettlementProposal: StatementContent {
  public static let kind = StatementKind.settlementProposal

  public let exchange: Digest
  public let party: Thumbprint
  public let plan: SettlementPlan
  /// The `LockDivision` of the proposer's own lock, exactly where the plan divides one.
  public let division: SignedStatement?
  /// What the peer's lock needs, exactly where the plan divides that too.
  public let joining: Joining?

  /// What comes along where both have locked money.
  public struct Joining: Hashable, Sendable, CanonicalValue {
    /// The proposer's `LockPledge` about the peer's lock, which pays it.
    public let pledge: SignedStatement
    /// The `LockReceipt` of the proposer's lock: without a lock there nobody would ever decide.
    public let receipt: SignedStatement

    public init(pledge: SignedStatement, receipt: SignedStatement) {
      self.pledge = pledge
      self.receipt = receipt
    }

    public var json: JSON { .fields(["pledge": pledge.json, "receipt": receipt.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      pledge = try fields.value("pledge")
      receipt = try fields.value("receipt")
      try fields.close()
    }
  }

  public init(
    exchange: Digest, party: Thumbprint, plan: SettlementPlan, division: SignedStatement?, joining: Joining? = nil
  ) {
    self.exchange = exchange
    self.party = party
    self.plan = plan
    self.division = division
    self.joining = joining
  }

  public var signers: [Thumbprint] { [party] }
  public var json: JSON {
    .fields([
      "division": division?.json, "exchange": exchange.json, "joining": joining?.json, "party": party.json,
      "plan": plan.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    division = try fields.optional("division")
    exchange = try fields.value("exchange")
    joining = try fields.optional("joining")
    party = try fields.value("party")
    plan = try fields.value("plan")
    try fields.close()
    guard plan.dividesLocks == (division != nil), (plan.divisions.count == 2) == (joining != nil) else {
      throw CodingError(.outOfRange, "words to the ledgers come along exactly where their locks are divided")
    }
  }
}

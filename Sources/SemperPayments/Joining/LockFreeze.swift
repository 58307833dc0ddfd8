public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A ledger's word that a lock stands still and will follow another: it takes no opening, no decision and no division until
/// the deciding ledger has spoken. That ledger wants to see this before it divides its own lock.
public struct LockFreeze: StatementContent {
  public static let kind = StatementKind.lockFreeze

  public let terms: LockTerms
  /// What the payee will get of it.
  public let paid: Money
  public let agreement: Digest
  public let until: Timestamp
  public let decider: LockTerms
  /// The ledger whose word it will follow.
  public let decidingLedger: Thumbprint
  /// The ledger that holds the lock.
  public let ledger: Thumbprint
  public let issued: Timestamp

  /// The word of the ledger that a pledge names.
  public init(_ pledge: LockPledge, issued: Timestamp) {
    terms = pledge.terms
    paid = pledge.paid
    agreement = pledge.agreement
    until = pledge.until
    decider = pledge.decider.terms
    decidingLedger = pledge.decider.ledger.thumbprint
    ledger = pledge.ledger
    self.issued = issued
  }

  public var signers: [Thumbprint] { [ledger] }
  public var json: JSON {
    .fields([
      "agreement": agreement.json, "decider": decider.json, "decidingLedger": decidingLedger.json,
      "iat": issued.json, "ledger": ledger.json, "paid": paid.json, "terms": terms.json, "until": until.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    decider = try fields.value("decider")
    decidingLedger = try fields.value("decidingLedger")
    issued = try fields.value("iat")
    ledger = try fields.value("ledger")
    paid = try fields.value("paid")
    terms = try fields.value("terms")
    until = try fields.value("until")
    try fields.close()
  }
}

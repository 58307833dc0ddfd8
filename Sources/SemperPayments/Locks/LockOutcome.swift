public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The ledger's signed word on how a lock ended. The first valid ending wins; a repetition gets the same statement.
public struct LockOutcome: StatementContent {
  public static let kind = StatementKind.lockOutcome

  public enum Ending: String, Sendable, CanonicalValue {
    /// To the payee, for the opening or the arbiter's resolution.
    case claimed
    /// To the payer, for the arbiter's abort or failure decision.
    case refunded
    /// Divided as both have agreed.
    case settled
    /// Claimed, and taken back for the payer by the arbiter's failure decision within the settlement time.
    case undone
  }

  public let terms: LockTerms
  public let ending: Ending
  /// What the payee got; the rest went to the payer.
  public let paid: Money
  /// For a settled lock, the agreement of both about the whole exchange.
  public let agreement: Digest?
  /// Whether it is about coins that were sealed with the terms. These never stood under a lock, so nothing is said about a lock with
  /// the same terms.
  public let isSealed: Bool
  public let ledger: Thumbprint
  public let issued: Timestamp

  public init(
    terms: LockTerms, ending: Ending, paid: Money, agreement: Digest? = nil, isSealed: Bool = false,
    ledger: Thumbprint, issued: Timestamp
  ) {
    self.terms = terms
    self.ending = ending
    self.paid = paid
    self.agreement = agreement
    self.isSealed = isSealed
    self.ledger = ledger
    self.issued = issued
  }

  public var signers: [Thumbprint] { [ledger] }
  public var json: JSON {
    .fields([
      "agreement": agreement?.json, "ending": ending.json, "iat": issued.json, "ledger": ledger.json,
      "paid": paid.json, "sealed": isSealed ? true.json : nil, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.optional("agreement")
    isSealed = try fields.mark("sealed")
    terms = try fields.value("terms")
    ending = try fields.value("ending")
    paid = try fields.value("paid")
    ledger = try fields.value("ledger")
    issued = try fields.value("iat")
    try fields.close()
    guard (ending == .settled) == (agreement != nil) else {
      throw CodingError(.outOfRange, "a settled lock names the agreement, and no other does")
    }
    guard !isSealed || ending == .claimed || ending == .refunded else {
      throw CodingError(.outOfRange, "sealed coins are claimed or come back").inside("sealed")
    }
  }
}

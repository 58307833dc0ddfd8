public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// A request to a bank about money of an account under lock, signed by the key that the request takes its right from.
public struct LockOrder: StatementContent {
  public static let kind = StatementKind.accountLock

  public enum Action: Hashable, Sendable {
    /// The account's holder locks the amount. Signed by the account's key.
    case lock
    /// The payee takes it with the opening, into an account of its choice.
    case claim(ItemOpening, into: Thumbprint)
    /// The payee takes it with the arbiter's decision, whose key comes along.
    case claimByDecision(SignedStatement, arbiter: PublicKey, into: Thumbprint)
    /// The payer takes it back, also after a claim while that can be undone; with a decision or the payee's acceptance.
    case refund(SignedStatement, arbiter: PublicKey)
    /// The payee takes its part of what the payer agrees to divide.
    case settle(SignedStatement, into: Thumbprint)
  }

  public let bank: Thumbprint
  public let terms: LockTerms
  public let action: Action
  /// The key that signs: of the account, for a lock; the lock's payee or refund key otherwise.
  public let key: PublicKey
  public let issued: Timestamp

  public init(bank: Thumbprint, terms: LockTerms, action: Action, key: PublicKey, issued: Timestamp) {
    self.bank = bank
    self.terms = terms
    self.action = action
    self.key = key
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }

  private enum Word: String, CanonicalValue {
    case lock, claim, resolve, refund, settle
  }

  public var json: JSON {
    let (word, opening, statement, arbiter, account): (Word, JSON?, JSON?, JSON?, JSON?) =
      switch action {
      case .lock: (.lock, nil, nil, nil, nil)
      case .claim(let opening, let account): (.claim, opening.json, nil, nil, account.json)
      case .claimByDecision(let decision, let arbiter, let account):
        (.resolve, nil, decision.json, arbiter.json, account.json)
      case .refund(let decision, let arbiter): (.refund, nil, decision.json, arbiter.json, nil)
      case .settle(let division, let account): (.settle, nil, division.json, nil, account.json)
      }
    return .fields([
      "account": account, "action": word.json, "arbiter": arbiter, "bank": bank.json, "iat": issued.json,
      "key": key.json,
      "opening": opening, "statement": statement, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    key = try fields.value("key")
    terms = try fields.value("terms")
    switch try fields.value("action", as: Word.self) {
    case .lock: action = .lock
    case .claim: action = .claim(try fields.value("opening"), into: try fields.value("account"))
    case .resolve:
      action = .claimByDecision(
        try fields.value("statement"), arbiter: try fields.value("arbiter"), into: try fields.value("account"))
    case .refund: action = .refund(try fields.value("statement"), arbiter: try fields.value("arbiter"))
    case .settle: action = .settle(try fields.value("statement"), into: try fields.value("account"))
    }
    try fields.close()
  }
}

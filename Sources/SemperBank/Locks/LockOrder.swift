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
    /// The payee takes its part of what the payer agrees to divide; where two locks end together, with the other ledger's
    /// word, and by its own pledge where this one follows.
    case settle(SignedStatement, with: SignedStatement?, into: Thumbprint)
    /// The payer has it stand still under the payee's pledge.
    case freeze(SignedStatement)
    /// Payer or payee brings the deciding ledger's word, which the lock follows.
    case release(SignedStatement, by: SignedStatement)
    /// Payer or payee asks that no division which was to be brought until then is taken any more.
    case lapse(until: Timestamp)
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
    case lock, claim, resolve, refund, settle, freeze, release, lapse
  }

  public var json: JSON {
    var (opening, statement, arbiter, account, beside, until): (JSON?, JSON?, JSON?, JSON?, JSON?, JSON?)
    let word: Word
    switch action {
    case .lock: word = .lock
    case .claim(let title, let payee): (word, opening, account) = (.claim, title.json, payee.json)
    case .claimByDecision(let decision, let key, let payee):
      (word, statement, arbiter, account) = (.resolve, decision.json, key.json, payee.json)
    case .refund(let decision, let key): (word, statement, arbiter) = (.refund, decision.json, key.json)
    case .settle(let division, let other, let payee):
      (word, statement, beside, account) = (.settle, division.json, other?.json, payee.json)
    case .freeze(let pledge): (word, statement) = (.freeze, pledge.json)
    case .release(let pledge, let other): (word, statement, beside) = (.release, pledge.json, other.json)
    case .lapse(let time): (word, until) = (.lapse, time.json)
    }
    return .fields([
      "account": account, "action": word.json, "arbiter": arbiter, "bank": bank.json, "iat": issued.json,
      "key": key.json, "opening": opening, "statement": statement, "terms": terms.json, "until": until, "word": beside,
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
    case .settle:
      action = .settle(
        try fields.value("statement"), with: try fields.optional("word"), into: try fields.value("account"))
    case .freeze: action = .freeze(try fields.value("statement"))
    case .release: action = .release(try fields.value("statement"), by: try fields.value("word"))
    case .lapse: action = .lapse(until: try fields.value("until"))
    }
    try fields.close()
  }
}

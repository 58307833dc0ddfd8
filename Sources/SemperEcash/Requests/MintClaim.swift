public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The payee claims a lock into an account, with the opening or with the arbiter's resolution.
///
/// Money from locks goes to accounts only, so that a payee is known to the bank.
public struct MintClaim: MintRequest {
  public static let kind = StatementKind.mintClaim

  /// What entitles the payee.
  public enum Title: Hashable, Sendable {
    case opening(ItemOpening)
    case decision(SignedStatement, arbiter: PublicKey)
  }

  public let header: RequestHeader
  public let terms: LockTerms
  public let title: Title
  /// The key that the lock names as payee.
  public let payee: PublicKey
  /// The account that gets the money.
  public let account: Thumbprint
  /// The money itself, when it is in coins that are sealed with the terms; else the mint keeps the lock.
  public let coins: [Coin]

  public init(
    _ header: RequestHeader, terms: LockTerms, title: Title, payee: PublicKey, account: Thumbprint, coins: [Coin] = []
  ) {
    self.header = header
    self.terms = terms
    self.title = title
    self.payee = payee
    self.account = account
    self.coins = coins
  }

  public var inputs: [Coin] { coins }
  public var signers: [Thumbprint] { [payee.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee] }

  public var json: JSON {
    let (opening, decision, arbiter): (JSON?, JSON?, JSON?) =
      switch title {
      case .opening(let opening): (opening.json, nil, nil)
      case .decision(let statement, let arbiter): (nil, statement.json, arbiter.json)
      }
    return header.json([
      "account": account.json, "arbiter": arbiter, "coins": coins.isEmpty ? nil : coins.json, "decision": decision,
      "opening": opening, "payee": payee.json,
      "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    account = try fields.value("account")
    coins = try fields.sealedCoins()
    payee = try fields.value("payee")
    terms = try fields.value("terms")
    let opening: ItemOpening? = try fields.optional("opening")
    let decision: SignedStatement? = try fields.optional("decision")
    let arbiter: PublicKey? = try fields.optional("arbiter")
    try fields.close()
    switch (opening, decision, arbiter) {
    case (.some(let opening), nil, nil): title = .opening(opening)
    case (nil, .some(let decision), .some(let arbiter)): title = .decision(decision, arbiter: arbiter)
    case (nil, nil, nil), (nil, nil, .some), (nil, .some, nil), (.some, .some, _), (.some, nil, .some):
      throw CodingError(.outOfRange, "a claim brings either the opening or a decision with the arbiter's key")
    }
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee takes its part of a lock as both have agreed, without the arbiter: the way out when the arbiter is gone.
///
/// Both keys that the lock names have signed: the payer's the division, the payee's this request around it. What the
/// division leaves, the payer collects with a `MintRefund` of its own, so that neither waits for the other.
public struct MintSettlement: MintRequest {
  public static let kind = StatementKind.mintSettle

  public let header: RequestHeader
  /// The payer's `LockDivision`; or, of a lock that follows another, the payee's own `LockPledge`.
  public let division: SignedStatement
  /// Where two locks end together, the other ledger's word: its `LockFreeze`, or the outcome that decides.
  public let word: SignedStatement?
  /// The key that the lock names as payee.
  public let payee: PublicKey
  /// The account that gets the payee's part.
  public let account: Thumbprint

  public init(
    _ header: RequestHeader, division: SignedStatement, word: SignedStatement? = nil, payee: PublicKey,
    account: Thumbprint
  ) {
    self.header = header
    self.division = division
    self.word = word
    self.payee = payee
    self.account = account
  }

  public var signers: [Thumbprint] { [payee.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee] }

  public var json: JSON {
    header.json([
      "account": account.json, "division": division.json, "payee": payee.json, "word": word?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    account = try fields.value("account")
    division = try fields.value("division")
    payee = try fields.value("payee")
    word = try fields.optional("word")
    try fields.close()
  }
}

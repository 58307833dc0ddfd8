public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payer of a lock has it stand still under its payee's pledge, or either of them brings the deciding ledger's word, which the
/// lock then follows. What is paid by that word, the payee takes with a `MintSettlement`.
public struct MintFreeze: MintRequest {
  public static let kind = StatementKind.mintFreeze

  public let header: RequestHeader
  /// The payee's `LockPledge`.
  public let pledge: SignedStatement
  /// The deciding ledger's `LockOutcome` or `LockLapse`; without one the lock is to be frozen.
  public let word: SignedStatement?
  /// The key that the lock names for refunds, or, with a word, as payee.
  public let key: PublicKey

  public init(_ header: RequestHeader, pledge: SignedStatement, word: SignedStatement?, key: PublicKey) {
    self.header = header
    self.pledge = pledge
    self.word = word
    self.key = key
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }

  public var json: JSON { header.json(["key": key.json, "pledge": pledge.json, "word": word?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    key = try fields.value("key")
    pledge = try fields.value("pledge")
    word = try fields.optional("word")
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The holder of an account orders a letter of its bank. What the letter is for, and what another order brings, the letter says.
public struct LetterOrder<Letter: BankLetter>: StatementContent {
  public static var kind: StatementKind { Letter.order }

  public let bank: Thumbprint
  /// The key of the account.
  public let key: PublicKey
  /// Whom the letter is sealed to; made for this order alone.
  public let reply: SealingPublicKey
  public let issued: Timestamp

  public init(bank: Thumbprint, key: PublicKey, reply: SealingPublicKey, issued: Timestamp) {
    self.bank = bank
    self.key = key
    self.reply = reply
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public static var largestPayload: Int { 2 << 10 }

  public var json: JSON {
    .fields(["bank": bank.json, "iat": issued.json, "key": key.json, "reply": reply.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    key = try fields.value("key")
    reply = try fields.value("reply")
    try fields.close()
  }
}

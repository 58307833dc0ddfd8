public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The holder of an account asks its bank to keep a merchant's module for it, and for the secret by which the module answers. An
/// account has one module, whatever is ordered and however often.
///
/// The module stays at the bank, and the key of purchases with it: whoever has that could make payments of any purse.
public struct ModuleOrder: StatementContent {
  public static let kind = StatementKind.moduleOrder

  public let bank: Thumbprint
  /// The key of the account that is credited with what the module takes.
  public let key: PublicKey
  /// Whom the secret is sealed to; made for this order alone.
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

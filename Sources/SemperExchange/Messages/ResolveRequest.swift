public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A party asks the arbiter to complete an exchange: both commitments, its own secret, and a fresh key to which the peer's
/// opening can be sealed.
public struct ResolveRequest: StatementContent {
  public static let kind = StatementKind.resolve
  public static let largestPayload = 512 << 10

  public let record: ExchangeRecord
  public let role: ExchangeRole
  public let secret: OpeningSecret
  public let reply: SealingPublicKey

  public init(
    record: ExchangeRecord, role: ExchangeRole, secret: OpeningSecret, reply: SealingPublicKey
  ) {
    self.record = record
    self.role = role
    self.secret = secret
    self.reply = reply
  }

  public var exchange: Digest { record.terms.id }
  public var signers: [Thumbprint] { [record.terms.thumbprint(of: role)] }
  public var introducedKeys: [PublicKey] { [record.terms.header.party(role).key] }
  public var json: JSON {
    .fields([
      "record": record.json, "reply": reply.json, "role": role.json, "secret": secret.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    record = try fields.value("record")
    reply = try fields.value("reply")
    role = try fields.value("role")
    secret = try fields.value("secret")
    try fields.close()
  }
}

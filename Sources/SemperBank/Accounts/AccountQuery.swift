public import SemperCoding
public import SemperCryptography
public import SemperModel

/// An account holder asks for the balance and the postings after one it knows. Good for a short time only.
public struct AccountQuery: StatementContent {
  public static let kind = StatementKind.accountQuery

  public let key: PublicKey
  public let bank: Thumbprint
  /// The number of the last posting that the holder knows.
  public let after: Int?
  public let issued: Timestamp

  public init(key: PublicKey, bank: Thumbprint, after: Int? = nil, issued: Timestamp) {
    self.key = key
    self.bank = bank
    self.after = after
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public static var largestPayload: Int { 2 << 10 }

  public var json: JSON {
    .fields(["after": after?.json, "bank": bank.json, "iat": issued.json, "key": key.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    after = try fields.optional("after")
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    key = try fields.value("key")
    try fields.close()
    guard after ?? 0 >= 0 else { throw CodingError(.outOfRange, "postings are numbered from 0").inside("after") }
  }
}

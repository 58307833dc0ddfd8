public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A key holder opens an account, which is named by the key. Opening again changes nothing.
public struct AccountOpening: StatementContent {
  public static let kind = StatementKind.accountOpen

  public let key: PublicKey
  /// The bank's key: a statement for one bank is nothing to another.
  public let bank: Thumbprint
  public let currency: Currency
  public let operation: ID<Operation>
  public let issued: Timestamp

  public init(key: PublicKey, bank: Thumbprint, currency: Currency, operation: ID<Operation>, issued: Timestamp) {
    self.key = key
    self.bank = bank
    self.currency = currency
    self.operation = operation
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public static var largestPayload: Int { 2 << 10 }

  public var json: JSON {
    .fields([
      "bank": bank.json, "currency": currency.json, "iat": issued.json, "key": key.json,
      "operation": operation.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    currency = try fields.value("currency")
    issued = try fields.value("iat")
    key = try fields.value("key")
    operation = try fields.value("operation")
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// An account holder asks its bank whether a transfer was credited. One that was not is rejected for ever from then on, so that
/// whoever waits for it can stop.
public struct TransferInquiry: StatementContent {
  public static let kind = StatementKind.transferInquiry

  public let key: PublicKey
  public let bank: Thumbprint
  public let transfer: CreditTransfer
  public let issued: Timestamp

  public init(key: PublicKey, bank: Thumbprint, transfer: CreditTransfer, issued: Timestamp) {
    self.key = key
    self.bank = bank
    self.transfer = transfer
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }

  public var json: JSON {
    .fields(["bank": bank.json, "iat": issued.json, "key": key.json, "transfer": transfer.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    key = try fields.value("key")
    transfer = try fields.value("transfer")
    try fields.close()
  }
}

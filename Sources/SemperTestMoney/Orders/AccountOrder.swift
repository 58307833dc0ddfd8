public import SemperCoding
public import SemperCryptography
public import SemperModel

/// An account holder's signed order to the bank, recognised by its operation when it comes again.
public struct AccountOrder: StatementContent {
  public static let kind = StatementKind.accountOrder

  public let bank: Thumbprint
  /// Who orders; its account is named by the key.
  public let account: PublicKey
  public let operation: ID<Operation>
  public let action: AccountAction
  public let issued: Timestamp

  public init(
    bank: Thumbprint, account: PublicKey, operation: ID<Operation>, action: AccountAction, issued: Timestamp
  ) {
    self.bank = bank
    self.account = account
    self.operation = operation
    self.action = action
    self.issued = issued
  }

  public var signers: [Thumbprint] { [account.thumbprint] }
  public var introducedKeys: [PublicKey] { [account] }

  public var json: JSON {
    .fields([
      "account": account.json, "action": action.json, "bank": bank.json, "iat": issued.json,
      "operation": operation.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    action = try fields.value("action")
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    operation = try fields.value("operation")
    try fields.close()
  }
}

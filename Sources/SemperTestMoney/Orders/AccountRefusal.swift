public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The bank's signed word that it will never carry out an order.
public struct AccountRefusal: StatementContent {
  public static let kind = StatementKind.accountRefusal

  public let bank: Thumbprint
  public let operation: ID<Operation>
  /// The digest of the order that is refused.
  public let order: Digest
  /// The digest of the mandate that it is about, which is dead for good.
  public let mandate: Digest?
  public let code: RefusalCode
  public let detail: String
  public let issued: Timestamp

  public init(
    bank: Thumbprint, operation: ID<Operation>, order: Digest, mandate: Digest?, code: RefusalCode, detail: String,
    issued: Timestamp
  ) {
    self.bank = bank
    self.operation = operation
    self.order = order
    self.mandate = mandate
    self.code = code
    self.detail = detail
    self.issued = issued
  }

  /// The refusal as its receiver sees it.
  public var refusal: Refusal { Refusal(code, blame: .provider, detail) }
  public var signers: [Thumbprint] { [bank] }

  public var json: JSON {
    .fields([
      "bank": bank.json, "code": code.json, "detail": detail.json, "iat": issued.json, "mandate": mandate?.json,
      "operation": operation.json, "order": order.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    code = try fields.value("code")
    detail = try fields.value("detail")
    issued = try fields.value("iat")
    mandate = try fields.optional("mandate")
    operation = try fields.value("operation")
    order = try fields.value("order")
    try fields.close()
  }
}

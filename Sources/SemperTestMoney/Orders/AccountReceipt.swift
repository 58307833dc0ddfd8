public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The bank's signed word that it has moved or holds money. Evidence for both sides.
public struct AccountReceipt: StatementContent {
  public static let kind = StatementKind.accountReceipt

  public let bank: Thumbprint
  public let action: AccountAction.Kind
  public let operation: ID<Operation>
  /// The digest of the order.
  public let order: Digest
  public let payer: Thumbprint
  public let payee: Thumbprint
  public let amount: Money
  public let reference: PaymentReference
  public let issued: Timestamp

  public init(
    bank: Thumbprint, action: AccountAction.Kind, operation: ID<Operation>, order: Digest, payer: Thumbprint,
    payee: Thumbprint, amount: Money, reference: PaymentReference, issued: Timestamp
  ) {
    self.bank = bank
    self.action = action
    self.operation = operation
    self.order = order
    self.payer = payer
    self.payee = payee
    self.amount = amount
    self.reference = reference
    self.issued = issued
  }

  public var signers: [Thumbprint] { [bank] }

  public var json: JSON {
    .fields([
      "action": action.json, "amount": amount.json, "bank": bank.json, "iat": issued.json,
      "operation": operation.json, "order": order.json, "payee": payee.json, "payer": payer.json,
      "reference": reference.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    action = try fields.value("action")
    amount = try fields.value("amount")
    bank = try fields.value("bank")
    issued = try fields.value("iat")
    operation = try fields.value("operation")
    order = try fields.value("order")
    payee = try fields.value("payee")
    payer = try fields.value("payer")
    reference = try fields.value("reference")
    try fields.close()
  }
}

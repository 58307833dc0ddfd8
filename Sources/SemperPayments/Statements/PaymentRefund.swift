public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee of a payment gives some or all of it back, and says why. The money follows in the payment's own system.
public struct PaymentRefund: StatementContent {
  public static let kind = StatementKind.paymentRefund

  /// The digest of the agreement that was paid.
  public let agreement: Digest
  public let payee: Thumbprint
  /// Refunds of one payment are numbered from 1.
  public let number: Int
  /// Made from the key of the operation, so that two refunds are never taken for one.
  public let nonce: Nonce
  public let amount: Money
  public let reason: HumanText
  public let issued: Timestamp

  public init(
    agreement: Digest, payee: Thumbprint, number: Int, nonce: Nonce, amount: Money, reason: HumanText, issued: Timestamp
  ) {
    self.agreement = agreement
    self.payee = payee
    self.number = number
    self.nonce = nonce
    self.amount = amount
    self.reason = reason
    self.issued = issued
  }

  public var signers: [Thumbprint] { [payee] }

  public var json: JSON {
    .fields([
      "agreement": agreement.json, "amount": amount.json, "iat": issued.json, "nonce": nonce.json,
      "number": number.json, "payee": payee.json, "reason": reason.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    amount = try fields.value("amount")
    issued = try fields.value("iat")
    nonce = try fields.value("nonce")
    number = try fields.value("number")
    payee = try fields.value("payee")
    reason = try fields.value("reason")
    try fields.close()
    guard amount.minorUnits > 0, (1..<1_000).contains(number) else {
      throw CodingError(.outOfRange, "a refund is numbered from 1 and of a positive amount")
    }
  }
}

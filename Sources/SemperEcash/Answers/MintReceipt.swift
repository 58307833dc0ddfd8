public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's signed word that it carried out a withdrawal, deposit, swap, recoup or refresh. Evidence of payment for both sides of a
/// deposit.
public struct MintReceipt: StatementContent {
  public static let kind = StatementKind.mintReceipt

  public enum Purpose: String, Sendable, CanonicalValue { case withdraw, deposit, swap, recoup, refresh }

  public let mint: Thumbprint
  public let operation: ID<Operation>
  /// The digest of the request.
  public let request: Digest
  public let purpose: Purpose
  /// What was withdrawn, deposited, or made of coins.
  public let amount: Money
  /// What the mint took for it: from the account on top of a withdrawal, out of the amount of a deposit, and else from the coins that
  /// were given.
  public let fee: Money?
  /// The account that lost or got the amount; none for a swap.
  public let account: Thumbprint?
  public let reference: Digest?
  public let issued: Timestamp

  public init(
    mint: Thumbprint, operation: ID<Operation>, request: Digest, purpose: Purpose, amount: Money,
    account: Thumbprint?, reference: Digest?, issued: Timestamp, fee: Money? = nil
  ) {
    self.mint = mint
    self.operation = operation
    self.request = request
    self.purpose = purpose
    self.amount = amount
    self.account = account
    self.reference = reference
    self.issued = issued
    self.fee = fee
  }

  /// The same word with the time of another moment, namely when the operation was first carried out.
  func issued(at time: Timestamp) -> MintReceipt {
    MintReceipt(
      mint: mint, operation: operation, request: request, purpose: purpose, amount: amount, account: account,
      reference: reference, issued: time, fee: fee)
  }

  public var signers: [Thumbprint] { [mint] }
  public var json: JSON {
    .fields([
      "account": account?.json, "amount": amount.json, "fee": fee?.json, "iat": issued.json, "mint": mint.json,
      "operation": operation.json, "purpose": purpose.json, "reference": reference?.json, "request": request.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.optional("account")
    amount = try fields.value("amount")
    fee = try fields.optional("fee")
    issued = try fields.value("iat")
    mint = try fields.value("mint")
    operation = try fields.value("operation")
    purpose = try fields.value("purpose")
    reference = try fields.optional("reference")
    request = try fields.value("request")
    try fields.close()
  }
}

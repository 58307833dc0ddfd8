public import SemperCoding
import SemperCryptography
public import SemperModel

/// Coins are paid into an account, one's own or a payee's; change comes back as coins.
public struct MintDeposit: MintRequest {
  public static let kind = StatementKind.mintDeposit

  public let header: RequestHeader
  public let inputs: [Coin]
  public let outputs: [BlindedOutput]
  /// The account that gets the amount.
  public let account: Thumbprint
  public let amount: Money
  /// What the payment is for.
  public let reference: Digest?

  public init(
    _ header: RequestHeader, inputs: [Coin], outputs: [BlindedOutput], account: Thumbprint, amount: Money,
    reference: Digest? = nil
  ) {
    self.header = header
    self.inputs = inputs
    self.outputs = outputs
    self.account = account
    self.amount = amount
    self.reference = reference
  }

  public var json: JSON {
    header.json([
      "account": account.json, "amount": amount.json, "inputs": inputs.json, "outputs": outputs.json,
      "reference": reference?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    account = try fields.value("account")
    amount = try fields.positive("amount")
    inputs = try fields.inputs()
    outputs = try fields.outputs()
    reference = try fields.optional("reference")
    try fields.close()
  }
}

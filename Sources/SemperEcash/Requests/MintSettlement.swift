public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// Payee and payer divide a lock between them, without the arbiter: the way out when the arbiter is gone.
public struct MintSettlement: MintRequest {
  public static let kind = StatementKind.mintSettle

  public let header: RequestHeader
  public let terms: LockTerms
  public let payee: PublicKey
  public let refund: PublicKey
  /// The payee's part, from nothing to all.
  public let paid: Money
  /// The account that gets the payee's part.
  public let account: Thumbprint
  /// The payer's part.
  public let outputs: [BlindedOutput]

  public init(
    _ header: RequestHeader, terms: LockTerms, payee: PublicKey, refund: PublicKey, paid: Money, account: Thumbprint,
    outputs: [BlindedOutput]
  ) {
    self.header = header
    self.terms = terms
    self.payee = payee
    self.refund = refund
    self.paid = paid
    self.account = account
    self.outputs = outputs
  }

  public var signers: [Thumbprint] { [payee.thumbprint, refund.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee, refund] }

  public var json: JSON {
    header.json([
      "account": account.json, "outputs": outputs.json, "paid": paid.json, "payee": payee.json,
      "refund": refund.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    account = try fields.value("account")
    outputs = try fields.outputs()
    paid = try fields.value("paid")
    payee = try fields.value("payee")
    refund = try fields.value("refund")
    terms = try fields.value("terms")
    try fields.close()
  }
}

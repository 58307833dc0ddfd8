public import SemperCoding
public import SemperCryptography

/// The issuer's answer.
public struct AuthHeader: DERValue, Hashable {
  public let amount: CurrencyAmount
  public let code: AuthorisationCode
  public let approval: ApprovalCode?

  public var der: DERElement {
    .sequence([amount.der, code.der, approval?.der.implicit(0)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    amount = try fields.value()
    code = try fields.value()
    approval = try fields.optional(0)
    try fields.close()
  }

  init(amount: CurrencyAmount, code: AuthorisationCode, approval: ApprovalCode? = nil) {
    self.amount = amount
    self.code = code
    self.approval = approval
  }
}

public import SemperBank
public import SemperCoding
public import SemperModel
public import SemperPayments

/// What is transferred, as both banks and both customers know it: so much, from an account to an account, for one payment.
public struct CreditTransfer: Hashable, Sendable, CanonicalValue {
  public let debtor: IBAN
  public let creditor: IBAN
  public let amount: Money
  public let reference: PaymentReference

  public init(debtor: IBAN, creditor: IBAN, amount: Money, reference: PaymentReference) {
    self.debtor = debtor
    self.creditor = creditor
    self.amount = amount
    self.reference = reference
  }

  /// `EndToEndId`: the first 128 bits of the reference, whose whole text is the remittance information.
  var endToEnd: String { DocumentName.text(reference.digest.bytes.prefix(16)) }

  public var json: JSON {
    .fields([
      "amount": amount.json, "creditor": creditor.json, "debtor": debtor.json, "reference": reference.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    creditor = try fields.value("creditor")
    debtor = try fields.value("debtor")
    reference = try fields.value("reference")
    try fields.close()
  }
}

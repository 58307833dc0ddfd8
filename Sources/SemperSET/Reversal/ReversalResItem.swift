public import SemperCoding
public import SemperCryptography

/// What became of one of them.
public struct ReversalResItem: DERValue, Hashable {
  public let transaction: TransIDs
  public let request: RRPID
  public let code: ReversalCode
  public let amount: CurrencyAmount

  public var der: DERElement {
    .sequence([transaction.der, request.der, code.der, amount.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    request = try fields.value()
    code = try fields.value()
    amount = try fields.value()
    try fields.close()
  }

  init(transaction: TransIDs, request: RRPID, code: ReversalCode, amount: CurrencyAmount) {
    self.transaction = transaction
    self.request = request
    self.code = code
    self.amount = amount
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One capture to be undone, or one credit to be given or undone.
public struct ReversalItem: DERValue, Hashable {
  public let transaction: TransIDs
  /// Which approval.
  public let request: RRPID
  public let date: Timestamp
  /// How much goes back.
  public let amount: CurrencyAmount

  public var der: DERElement {
    .sequence([transaction.der, request.der, date.der, amount.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    request = try fields.value()
    date = try fields.value()
    amount = try fields.value()
    try fields.close()
  }

  init(transaction: TransIDs, request: RRPID, date: Timestamp, amount: CurrencyAmount) {
    self.transaction = transaction
    self.request = request
    self.date = date
    self.amount = amount
  }
}

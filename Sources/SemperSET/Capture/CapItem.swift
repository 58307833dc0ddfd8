public import SemperCoding
public import SemperCryptography

/// One capture: which transaction, which approval, how much.
public struct CapItem: DERValue, Hashable {
  public let transaction: TransIDs
  /// Which approval.
  public let request: RRPID
  public let payload: CapPayload

  public var der: DERElement {
    .sequence([transaction.der, request.der, payload.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    request = try fields.value()
    payload = try fields.value()
    try fields.close()
  }

  init(transaction: TransIDs, request: RRPID, payload: CapPayload) {
    self.transaction = transaction
    self.request = request
    self.payload = payload
  }
}

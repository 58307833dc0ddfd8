public import SemperCoding
public import SemperCryptography

/// The answer to one capture.
public struct CapResItem: DERValue, Hashable {
  public let transaction: TransIDs
  public let request: RRPID
  public let payload: CapResPayload

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

  init(transaction: TransIDs, request: RRPID, payload: CapResPayload) {
    self.transaction = transaction
    self.request = request
    self.payload = payload
  }
}

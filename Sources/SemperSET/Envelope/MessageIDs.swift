public import SemperCoding
public import SemperCryptography

/// What names the transaction, in the clear, so that a message finds its place.
public struct MessageIDs: DERValue, Hashable {
  public let cardholderID: LocalID?
  public let merchantID: LocalID?
  public let xid: XID?

  public var der: DERElement {
    .sequence([cardholderID?.der.implicit(0), merchantID?.der.implicit(1), xid?.der.implicit(2)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    cardholderID = try fields.optional(0)
    merchantID = try fields.optional(1)
    xid = try fields.optional(2)
    try fields.close()
  }

  init(cardholderID: LocalID? = nil, merchantID: LocalID? = nil, xid: XID? = nil) {
    self.cardholderID = cardholderID
    self.merchantID = merchantID
    self.xid = xid
  }
}

public import SemperCoding
public import SemperCryptography

/// What the gateway has to know again when the money is captured, sealed to itself: the merchant keeps it and cannot read
/// it.
public struct CapTokenData: SETSealedContent, Hashable {
  /// Which approval.
  public let request: RRPID
  public let amount: CurrencyAmount
  public let xid: XID
  public let merchant: MerchantID

  public static var contentType: OID { SETArc.contentType(20) }
  public static var envelopeType: OID { SETArc.contentType(56) }

  public var der: DERElement {
    .sequence([request.der, amount.der, xid.der, merchant.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    request = try fields.value()
    amount = try fields.value()
    xid = try fields.value()
    merchant = try fields.value()
    try fields.close()
  }

  init(request: RRPID, amount: CurrencyAmount, xid: XID, merchant: MerchantID) {
    self.request = request
    self.amount = amount
    self.xid = xid
    self.merchant = merchant
  }
}

public import SemperCoding
public import SemperCryptography

/// Whom and what an approval is for: the field that SET's own answer lacked.
public struct ApprovalBinding: DERValue, Hashable {
  public let merchant: MerchantID
  public let order: CMSDigestedData
  public let request: RRPID

  public var der: DERElement {
    .sequence([merchant.der, order.der, request.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    merchant = try fields.value()
    order = try fields.value()
    request = try fields.value()
    try fields.close()
  }

  init(merchant: MerchantID, order: CMSDigestedData, request: RRPID) {
    self.merchant = merchant
    self.order = order
    self.request = request
  }
}

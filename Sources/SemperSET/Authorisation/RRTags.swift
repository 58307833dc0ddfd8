public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What pairs a request of the merchant with the gateway's answer.
public struct RRTags: DERValue, Hashable {
  public let rrpid: RRPID
  /// Whom the request is from; the same as in its certificate.
  public let merchant: MerchantID
  public let date: Timestamp

  public var der: DERElement {
    .sequence([rrpid.der, merchant.der, date.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    merchant = try fields.value()
    date = try fields.value()
    try fields.close()
  }

  init(rrpid: RRPID, merchant: MerchantID, date: Timestamp) {
    self.rrpid = rrpid
    self.merchant = merchant
    self.date = date
  }
}

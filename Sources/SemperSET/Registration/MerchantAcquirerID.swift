public import SemperCoding
public import SemperCryptography

/// Which merchant of which acquirer wants a certificate; by prior agreement of the two.
public struct MerchantAcquirerID: DERValue, Hashable {
  public let acquirer: BIN
  public let merchant: MerchantID

  public var der: DERElement {
    .sequence([acquirer.der, merchant.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    acquirer = try fields.value()
    merchant = try fields.value()
    try fields.close()
  }

  init(acquirer: BIN, merchant: MerchantID) {
    self.acquirer = acquirer
    self.merchant = merchant
  }
}

public import SemperCoding
public import SemperCryptography

/// What a merchant or gateway shows to be the one that the acquirer has an agreement with, inside the RSA block.
public struct AcctData: DERValue, Hashable {
  public let account: VisibleText
  public let nonce: Salt

  public var der: DERElement {
    .sequence([account.der, nonce.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    account = try fields.value()
    nonce = try fields.value()
    try fields.close()
  }

  init(account: VisibleText, nonce: Salt) {
    self.account = account
    self.nonce = nonce
  }
}

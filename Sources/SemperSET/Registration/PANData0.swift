public import SemperCoding
public import SemperCryptography

/// The card and the holder's share of its secret, inside the RSA block of a request for a certificate.
public struct PANData0: DERValue, Hashable {
  public let number: CardNumber
  public let expiry: CardExpiry
  public let share: CardSecret
  public let nonce: Salt

  public var der: DERElement {
    .sequence([number.der, expiry.der, share.der, nonce.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    number = try fields.value()
    expiry = try fields.value()
    share = try fields.value()
    nonce = try fields.value()
    try fields.close()
  }

  init(number: CardNumber, expiry: CardExpiry, share: CardSecret, nonce: Salt) {
    self.number = number
    self.expiry = expiry
    self.share = share
    self.nonce = nonce
  }
}

public import SemperCoding
public import SemperCryptography

/// The card, and what only its holder and issuer know. It travels inside the RSA block and nowhere else.
public struct PANData: SETContent, Hashable {
  public let number: CardNumber
  public let expiry: CardExpiry
  public let secret: PANSecret
  /// Keeps equal cards from giving equal digests.
  public let nonce: Salt

  public static var contentType: OID { SETArc.contentType(0) }

  public var der: DERElement {
    .sequence([number.der, expiry.der, secret.der, nonce.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    number = try fields.value()
    expiry = try fields.value()
    secret = try fields.value()
    nonce = try fields.value()
    try fields.close()
  }

  init(number: CardNumber, expiry: CardExpiry, secret: PANSecret, nonce: Salt) {
    self.number = number
    self.expiry = expiry
    self.secret = secret
    self.nonce = nonce
  }
}

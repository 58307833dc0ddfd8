public import SemperCoding
public import SemperCryptography

/// The card number alone, inside the RSA block of a request for a form.
public struct PANOnly: SETContent, Hashable {
  public let number: CardNumber
  public let nonce: Salt

  public static var contentType: OID { SETArc.contentType(2) }

  public var der: DERElement {
    .sequence([number.der, nonce.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    number = try fields.value()
    nonce = try fields.value()
    try fields.close()
  }

  init(number: CardNumber, nonce: Salt) {
    self.number = number
    self.nonce = nonce
  }
}

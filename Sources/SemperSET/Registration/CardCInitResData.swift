public import SemperCoding
public import SemperCryptography

/// Authority to cardholder, signed: the certificate that the card number is to be sealed to.
public struct CardCInitResData: SETContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  /// The certificate itself comes along in the signature.
  public let encryption: Thumb
  public let thumbs: Thumbs?

  public static var contentType: OID { SETArc.contentType(42) }

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, encryption.der.explicit(1), thumbs?.der.explicit(2)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    encryption = try fields.explicit(1)
    thumbs = try fields.optionalExplicit(2)
    try fields.close()
  }

  init(rrpid: RRPID, entity: LocalID, challenge: Challenge, encryption: Thumb, thumbs: Thumbs? = nil) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.encryption = encryption
    self.thumbs = thumbs
  }
}

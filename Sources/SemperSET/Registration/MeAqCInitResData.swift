public import SemperCoding
public import SemperCryptography

/// Authority to merchant or gateway, signed: the form, and the certificate that the request is to be sealed to.
public struct MeAqCInitResData: SETContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let authorityChallenge: Challenge
  public let type: RequestType
  public let form: RegistrationForm
  public let encryption: Thumb
  public let thumbs: Thumbs?

  public static var contentType: OID { SETArc.contentType(43) }

  public var der: DERElement {
    .sequence([
      rrpid.der, entity.der, challenge.der, authorityChallenge.der, type.der, form.der, encryption.der.explicit(2),
      thumbs?.der.explicit(3),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    authorityChallenge = try fields.value()
    type = try fields.value()
    form = try fields.value()
    encryption = try fields.explicit(2)
    thumbs = try fields.optionalExplicit(3)
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, authorityChallenge: Challenge, type: RequestType,
    form: RegistrationForm, encryption: Thumb, thumbs: Thumbs? = nil
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.authorityChallenge = authorityChallenge
    self.type = type
    self.form = form
    self.encryption = encryption
    self.thumbs = thumbs
  }
}

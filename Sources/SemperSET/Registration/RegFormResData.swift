public import SemperCoding
public import SemperCryptography

/// Authority to cardholder, signed: the form, and a challenge that the request must repeat.
public struct RegFormResData: SETContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let authorityChallenge: Challenge
  public let type: RequestType
  public let form: RegistrationForm

  public static var contentType: OID { SETArc.contentType(44) }

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, authorityChallenge.der, type.der, form.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    authorityChallenge = try fields.value()
    type = try fields.value()
    form = try fields.value()
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, authorityChallenge: Challenge, type: RequestType,
    form: RegistrationForm
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.authorityChallenge = authorityChallenge
    self.type = type
    self.form = form
  }
}

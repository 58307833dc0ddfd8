public import SemperCoding
public import SemperCryptography

/// Cardholder to authority: the form that fits my card, please.
public struct RegFormReqData: SETSealedContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let type: RequestType
  public let language: Language
  public let thumbs: Thumbs?

  public static var contentType: OID { SETArc.contentType(76) }
  public static var envelopeType: OID { SETArc.contentType(76) }

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, type.der, language.der, thumbs?.der.explicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    type = try fields.value()
    language = try fields.value()
    thumbs = try fields.optionalExplicit(1)
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, type: RequestType, language: Language, thumbs: Thumbs? = nil
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.type = type
    self.language = language
    self.thumbs = thumbs
  }
}

public import SemperCoding
public import SemperCryptography

/// Cardholder to authority: with which key do I reach you?
public struct CardCInitReq: DERValue, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let brand: BrandID
  public let thumbs: Thumbs?

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, brand.der, thumbs?.der.explicit(0)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    brand = try fields.value()
    thumbs = try fields.optionalExplicit(0)
    try fields.close()
  }

  init(rrpid: RRPID, entity: LocalID, challenge: Challenge, brand: BrandID, thumbs: Thumbs? = nil) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.brand = brand
    self.thumbs = thumbs
  }
}

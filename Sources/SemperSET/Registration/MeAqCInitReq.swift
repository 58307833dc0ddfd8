public import SemperCoding
public import SemperCryptography

/// Merchant or gateway to authority: with which key do I reach you, and what do you want to know?
public struct MeAqCInitReq: DERValue, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let type: RequestType
  public let merchant: MerchantAcquirerID
  public let brand: BrandID
  public let language: Language
  public let thumbs: Thumbs?

  public var der: DERElement {
    .sequence([
      rrpid.der, entity.der, challenge.der, type.der, merchant.der, brand.der, language.der, thumbs?.der.explicit(0),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    type = try fields.value()
    merchant = try fields.value()
    brand = try fields.value()
    language = try fields.value()
    thumbs = try fields.optionalExplicit(0)
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, type: RequestType, merchant: MerchantAcquirerID,
    brand: BrandID, language: Language, thumbs: Thumbs? = nil
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.type = type
    self.merchant = merchant
    self.brand = brand
    self.language = language
    self.thumbs = thumbs
  }
}

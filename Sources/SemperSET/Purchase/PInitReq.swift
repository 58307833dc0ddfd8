public import SemperCoding
public import SemperCryptography

/// Cardholder to merchant: the wish to pay, in which language and with which brand, and a challenge to see come back
/// signed. Nothing here is secret or signed.
public struct PInitReq: DERValue, Hashable {
  public let rrpid: RRPID
  public let language: Language
  public let cardholderID: LocalID
  /// The order in the merchant's words; in a deal, the offer's id.
  public let merchantID: LocalID?
  public let challenge: Challenge
  public let brand: BrandID
  public let bin: BIN
  public let thumbs: Thumbs?
  /// The terms of the lock that the payment is to be.
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([
      rrpid.der, language.der, cardholderID.der, merchantID?.der.implicit(0), challenge.der, brand.der, bin.der,
      thumbs?.der.explicit(1), extensions?.der.implicit(2),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    language = try fields.value()
    cardholderID = try fields.value()
    merchantID = try fields.optional(0)
    challenge = try fields.value()
    brand = try fields.value()
    bin = try fields.value()
    thumbs = try fields.optionalExplicit(1)
    extensions = try fields.optional(2)
    try fields.close()
  }

  init(
    rrpid: RRPID, language: Language, cardholderID: LocalID, merchantID: LocalID? = nil, challenge: Challenge,
    brand: BrandID, bin: BIN, thumbs: Thumbs? = nil, extensions: MessageExtensions? = nil
  ) {
    self.rrpid = rrpid
    self.language = language
    self.cardholderID = cardholderID
    self.merchantID = merchantID
    self.challenge = challenge
    self.brand = brand
    self.bin = bin
    self.thumbs = thumbs
    self.extensions = extensions
  }
}

public import SemperCoding
public import SemperCryptography

/// The order instructions: the half of a purchase that is for the merchant. The gateway sees its digest only.
public struct OIData: SETContent, Hashable {
  public let transaction: TransIDs
  public let rrpid: RRPID
  public let challenge: Challenge
  /// DD(HODInput).
  public let orderDigest: CMSDigestedData
  public let salt: Salt
  public let merchantChallenge: Challenge?
  public let brand: BrandID
  public let bin: BIN
  /// Names the gateway, which the signature would not say otherwise.
  public let extensions: MessageExtensions?

  public static var contentType: OID { SETArc.contentType(3) }

  public var der: DERElement {
    .sequence([
      transaction.der, rrpid.der, challenge.der, orderDigest.der, salt.der, merchantChallenge?.der.implicit(0),
      brand.der, bin.der, extensions?.der.implicit(2),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    rrpid = try fields.value()
    challenge = try fields.value()
    orderDigest = try fields.value()
    salt = try fields.value()
    merchantChallenge = try fields.optional(0)
    brand = try fields.value()
    bin = try fields.value()
    extensions = try fields.optional(2)
    try fields.close()
  }

  init(
    transaction: TransIDs, rrpid: RRPID, challenge: Challenge, orderDigest: CMSDigestedData, salt: Salt,
    merchantChallenge: Challenge? = nil, brand: BrandID, bin: BIN, extensions: MessageExtensions? = nil
  ) {
    self.transaction = transaction
    self.rrpid = rrpid
    self.challenge = challenge
    self.orderDigest = orderDigest
    self.salt = salt
    self.merchantChallenge = merchantChallenge
    self.brand = brand
    self.bin = bin
    self.extensions = extensions
  }
}

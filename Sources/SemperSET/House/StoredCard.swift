public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A card with its certified key as its holder keeps it. Secret as a whole, and has no description that shows it.
public struct StoredCard: DERValue, Discreet {
  let brand: BrandID
  let root: ByteString
  let number: CardNumber
  let expiry: CardExpiry
  let secret: PANSecret
  let certificate: ByteString
  package let issuers: [ByteString]
  let key: ByteString
  /// Whether another bank has issued the card, so that the bank of the brand keeps no account for it.
  public let isElsewhere: Bool

  init(card: Card, identity: SigningIdentity, brand: CardBrand, isElsewhere: Bool) {
    self.isElsewhere = isElsewhere
    self.brand = brand.trust.brand
    root = ByteString(brand.root)
    (number, expiry, secret) = (card.number, card.expiry, card.secret)
    certificate = ByteString(identity.certificate)
    issuers = identity.issuers.map { ByteString($0) }
    key = ByteString(identity.key.rawRepresentation)
  }

  public var der: DERElement {
    .sequence([
      brand.der, root.der, number.der, expiry.der, secret.der, certificate.der, issuers.der, key.der,
      isElsewhere ? true.der.implicit(0) : nil,
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    brand = try fields.value()
    root = try fields.value()
    number = try fields.value()
    expiry = try fields.value()
    secret = try fields.value()
    certificate = try fields.value()
    issuers = try fields.value()
    key = try fields.value()
    isElsewhere = try fields.optional(0) ?? false
    try fields.close()
  }

  /// What pays with it. Throws for what somebody has changed.
  public func desk() throws -> CardholderDesk {
    CardholderDesk(
      trust: try SETTrust(roots: [root.bytes], brand: brand),
      identity: SigningIdentity(
        certificate: certificate.bytes, issuers: issuers.map(\.bytes),
        key: try SigningKey(.es256, rawRepresentation: key.bytes)),
      card: Card(number: number, expiry: expiry, secret: secret), software: try SWIdent("Semper SET/2"))
  }

  /// When its certificate ends; then the card has to be registered anew.
  public var expires: Timestamp? { try? ChainCertificate(der: certificate.bytes).notAfter }

  /// Whether its certificate is good at this time; otherwise the card has to be registered anew.
  public func isGood(at time: Timestamp) -> Bool {
    guard let trust = try? SETTrust(roots: [root.bytes], brand: brand) else { return false }
    return (try? trust.certificate(certificate.bytes, among: issuers.map(\.bytes), .cardholder, .signing, at: time))
      != nil
  }

  public var description: String { "card" }
}

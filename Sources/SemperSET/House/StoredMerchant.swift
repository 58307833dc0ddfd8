public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A merchant's certificates and the keys for what is sealed to it, as it keeps them; the key that signs it keeps elsewhere. Secret.
public struct StoredMerchant: DERValue, Discreet {
  let brand: BrandID
  let root: ByteString
  public let merchant: MerchantID
  let signing: ByteString
  let transport: ByteString
  let transportKey: ByteString
  let issuers: [ByteString]
  /// The gateway's certificate for key exchange, then those above it.
  let gateway: [ByteString]
  /// What was replaced, the newest first.
  let earlier: [Earlier]

  init(_ merchant: MerchantID, identity: SigningIdentity, transport: TransportIdentity, brand: CardBrand) {
    self.brand = brand.trust.brand
    root = ByteString(brand.root)
    self.merchant = merchant
    signing = ByteString(identity.certificate)
    self.transport = ByteString(transport.certificate)
    transportKey = ByteString(transport.key.derRepresentation)
    issuers = identity.issuers.map { ByteString($0) }
    gateway = ([brand.gateway.transport.leaf.der] + brand.gateway.issuers).map { ByteString($0) }
    earlier = []
  }

  init(_ merchant: StoredMerchant, earlier: [Earlier]) {
    (brand, root, self.merchant) = (merchant.brand, merchant.root, merchant.merchant)
    (signing, transport, transportKey) = (merchant.signing, merchant.transport, merchant.transportKey)
    (issuers, gateway, self.earlier) = (merchant.issuers, merchant.gateway, earlier)
  }

  public var der: DERElement {
    .sequence([
      brand.der, root.der, merchant.der, signing.der, transport.der, transportKey.der, issuers.der, gateway.der,
      earlier.isEmpty ? nil : earlier.der.implicit(0),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    brand = try fields.value()
    root = try fields.value()
    merchant = try fields.value()
    signing = try fields.value()
    transport = try fields.value()
    transportKey = try fields.value()
    issuers = try fields.value()
    gateway = try fields.value()
    earlier = try fields.optional(0) ?? []
    try fields.close()
  }

  /// What takes cards with it. Throws when certificates are not good at this time: then it has to register anew.
  ///
  /// - Parameters:
  ///   - key: the one that was certified.
  ///   - category: of the trade (ISO 18245).
  public func desk(key: SigningKey, category: NumericText, at time: Timestamp) throws -> MerchantDesk {
    let trust = try SETTrust(roots: [root.bytes], brand: brand)
    let issuers = issuers.map(\.bytes)
    do {
      let own = try trust.certificate(signing.bytes, among: issuers, .merchant, .signing, at: time)
      _ = try trust.certificate(transport.bytes, among: issuers, .merchant, .transport, at: time)
      guard own.signingKey == key.publicKey, let offered = gateway.first else {
        throw SETRefusal(.certificateChain, "the merchant's certificate is for another key")
      }
      let found = try trust.certificate(
        offered.bytes, among: gateway.map(\.bytes), .gateway, .transport, at: time)
      return MerchantDesk(
        trust: trust, identity: SigningIdentity(certificate: signing.bytes, issuers: issuers, key: key),
        transport: TransportIdentity(
          certificate: transport.bytes, issuers: issuers,
          key: try TransportKey(derRepresentation: transportKey.bytes), earlier: try earlier.map { try $0.identity() }),
        gateway: GatewayCertificates(transport: found, issuers: found.issuers),
        earlierGateways: earlier.map(\.gateway), merchant: merchant, category: category,
        software: try SWIdent("Semper SET/2"))
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
  }
}

import SemperCryptography
public import SemperModel

/// An authority that certifies cardholders, merchants or gateways: it signs certificates, and on line it signs its answers and
/// opens what is sealed to it, each with a key of its own.
public struct CertificateDesk: Sendable {
  /// Cardholders and merchants are certified for a year. No list of revoked certificates is needed for it: nothing is paid but through
  /// the gateway, which asks the issuer about the card and the acquirer about the merchant each time.
  public static let lifetime = Span(seconds: 365 * 86_400)
  /// Gateways and what an authority does on line, for as long as the authority itself.
  public static let serviceLifetime = Span(seconds: 2 * 365 * 86_400)

  public let authority: BrandCeremony.Authority
  let brand: BrandID
  /// Signs the answers.
  public let identity: SigningIdentity
  /// Opens requests.
  public let transport: TransportIdentity

  init(
    _ authority: BrandCeremony.Authority, brand: BrandID, bits: Int = BrandCeremony.usualBits,
    using generator: inout some RandomNumberGenerator, at start: Timestamp
  ) throws {
    self.authority = authority
    self.brand = brand
    let issuer = try ChainIssuer(certificate: authority.certificate, key: authority.key)
    let until = start.advanced(by: Self.serviceLifetime)
    func certificate(_ key: ChainKey, _ usage: ChainUsage) throws -> [UInt8] {
      try issuer.issue(
        ChainProfile(
          ChainName(
            country: BrandCeremony.country, organisation: brand.text, unit: authority.name + " on line"), key: key,
          usage: usage, from: start, until: until, extensions: [Self.type(.authorityOnLine)]), using: &generator)
    }
    let signing = SigningKey()
    identity = SigningIdentity(
      certificate: try certificate(.signing(signing.publicKey), .signing), issuers: authority.path, key: signing)
    let opening = try TransportKey(bits: bits)
    transport = TransportIdentity(
      certificate: try certificate(.transport(opening.publicKey), .transport), issuers: authority.path, key: opening)
  }

  static func type(_ type: CertificateType) -> ChainProfile.PrivateExtension {
    ChainProfile.PrivateExtension(CertificateType.name, isCritical: true, type.der)
  }

  /// Certifies a key. Whether it may be certified has been decided.
  func certify(
    _ key: ChainKey, common: String, as type: CertificateType, merchant: MerchantData? = nil,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws(CryptographyError) -> [UInt8] {
    var extensions = [Self.type(type)]
    if let merchant {
      extensions.append(ChainProfile.PrivateExtension(MerchantData.name, isCritical: false, merchant.der))
    }
    let usage: ChainUsage =
      switch key {
      case .signing: .signing
      case .transport: .transport
      }
    let lifetime = type == .gateway ? Self.serviceLifetime : Self.lifetime
    return try ChainIssuer(certificate: authority.certificate, key: authority.key).issue(
      ChainProfile(
        ChainName(country: BrandCeremony.country, organisation: brand.text, common: common), key: key, usage: usage,
        from: now.forClocksBehind, until: now.advanced(by: lifetime), extensions: extensions), using: &generator)
  }
}

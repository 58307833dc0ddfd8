import SemperCoding
import SemperCryptography
import SemperModel

/// The authorities under the root: how they are made, and how they are renewed.
///
/// A renewed authority has the same name, another key and another certificate. What was certified under the earlier one is good until
/// that ends, and it certifies nothing more. It is renewed while it still outlives what it certifies, so the two overlap by a year.
extension BrandCeremony {
  private static let day: Int64 = 86_400
  /// Whoever is certified for a year has that year: so long before its end an authority is renewed, with some time for a start.
  static let overlap = Span(seconds: CertificateDesk.lifetime.seconds + 30 * day)

  /// Its name, how many authorities may stand below it, and for how many years it is certified.
  private static func rank(_ type: CertificateType) -> (name: String, depth: Int, years: Int64) {
    switch type {
    case .brand: ("brand", 2, 5)
    case .geopolitical: ("geopolitical", 1, 3)
    case .cardholderAuthority: ("cca", 0, 2)
    case .merchantAuthority: ("mca", 0, 2)
    case .gatewayAuthority: ("pca", 0, 2)
    case .root, .cardholder, .merchant, .gateway, .authorityOnLine:
      preconditionFailure("this certificate is not one of an authority between the root and those who are certified")
    }
  }

  private static func span(_ type: CertificateType) -> Span { Span(seconds: rank(type).years * 365 * day) }

  static func authority(
    _ type: CertificateType, of brand: BrandID, under issuer: Authority,
    using generator: inout some RandomNumberGenerator, at start: Timestamp
  ) throws -> Authority {
    let (key, rank) = (SigningKey(), rank(type))
    let profile = ChainProfile(
      ChainName(country: country, organisation: brand.text, unit: rank.name), key: .signing(key.publicKey),
      usage: .certifying, depth: rank.depth, from: start, until: start.advanced(by: span(type)),
      extensions: [ChainProfile.PrivateExtension(CertificateType.name, isCritical: true, type.der)])
    let certificate = try ChainIssuer(certificate: issuer.certificate, key: issuer.key)
      .issue(profile, using: &generator)
    return Authority(
      name: rank.name, type: type, certificate: certificate, issuers: [issuer.certificate] + issuer.issuers, key: key)
  }

  /// Renews those that are due, or all; gives their names. The root lasts for its ten years, and nothing outlasts it.
  mutating func renew(
    all: Bool = false, bits: Int = usualBits, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> [String] {
    let start = now.forClocksBehind
    var renewed: [String] = []
    func renewal(of known: Authority, under issuer: Authority) throws -> Authority? {
      let possible = min(start.advanced(by: Self.span(known.type)), try issuer.expires)
      let end = try known.expires
      guard all || end < now.advanced(by: Self.overlap) && end < possible else { return nil }
      renewed.append(known.name)
      return try Self.authority(known.type, of: brand, under: issuer, using: &generator, at: start)
    }
    func renewal(of desk: CertificateDesk) throws -> CertificateDesk {
      guard let authority = try renewal(of: desk.authority, under: region) else { return desk }
      return try CertificateDesk(authority, brand: brand, bits: bits, using: &generator, at: start)
    }
    brandAuthority = try renewal(of: brandAuthority, under: root) ?? brandAuthority
    region = try renewal(of: region, under: brandAuthority) ?? region
    cardholders = try renewal(of: cardholders)
    merchants = try renewal(of: merchants)
    gateways = try renewal(of: gateways)
    return renewed
  }

  /// From the root down.
  var authorities: [Authority] {
    [root, brandAuthority, region, cardholders.authority, merchants.authority, gateways.authority]
  }
}

extension BrandCeremony.Authority {
  /// When its certificate ends; those above it do not end before.
  var expires: Timestamp {
    get throws(Refusal) { try ChainCertificate(der: certificate).notAfter }
  }
}

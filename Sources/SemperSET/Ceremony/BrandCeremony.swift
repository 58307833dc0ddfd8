import SemperCoding
public import SemperCryptography
public import SemperModel

/// Makes the hierarchy of a brand for tests and demonstrations: root, brand, region, and an authority each for cardholders,
/// merchants and gateways, six certificates in four levels above those who pay. The keys are made here and stay with the
/// caller. An invented brand, never a real one.
public struct BrandCeremony: Sendable {
  /// One authority: its certificate, those above it, and its keys. The brand, the region and the root sign certificates only.
  public struct Authority: Sendable {
    public let name: String
    public let type: CertificateType
    public let certificate: [UInt8]
    /// From the next one up to the root.
    public let issuers: [[UInt8]]
    public let key: SigningKey

    /// This one's certificate and those above it without the root, which everybody has: what its subjects send along.
    public var path: [[UInt8]] { [certificate] + issuers.dropLast() }
  }

  public static let country = "EU"
  /// Of an RSA key that something is sealed to.
  public static let usualBits = 3072
  public let brand: BrandID
  public let root: Authority
  /// The key that the root has announced as its successor's.
  public let nextRoot: SigningKey
  public internal(set) var brandAuthority: Authority
  public internal(set) var region: Authority
  public internal(set) var cardholders: CertificateDesk
  public internal(set) var merchants: CertificateDesk
  public internal(set) var gateways: CertificateDesk

  /// Everything is in force from `start`: the root for ten years, the others for less.
  ///
  /// - Parameter bits: of the keys that requests are sealed to.
  public init(
    brand: BrandID, bits: Int = usualBits, using generator: inout some RandomNumberGenerator,
    at start: Timestamp
  ) throws {
    self.brand = brand
    let year = Span(seconds: 365 * 86_400)
    nextRoot = SigningKey()
    let rootKey = SigningKey()
    let rootDER = try ChainIssuer(founding: rootKey).issue(
      ChainProfile(
        ChainName(country: Self.country, organisation: "Semper Test Root", unit: "Play money only"),
        key: .signing(rootKey.publicKey), usage: .certifying, depth: 3, from: start,
        until: start.advanced(by: Span(seconds: year.seconds * 10)),
        extensions: [
          ChainProfile.PrivateExtension(CertificateType.name, isCritical: true, CertificateType.root.der),
          ChainProfile.PrivateExtension(
            HashedRoot.name, isCritical: false, HashedRoot(next: nextRoot.publicKey.canonicalBytes).der),
        ]), using: &generator)
    root = Authority(name: "root", type: .root, certificate: rootDER, issuers: [], key: rootKey)
    let top = try Self.authority(.brand, of: brand, under: root, using: &generator, at: start)
    let middle = try Self.authority(.geopolitical, of: brand, under: top, using: &generator, at: start)
    (brandAuthority, region) = (top, middle)
    func desk(_ type: CertificateType) throws -> CertificateDesk {
      try CertificateDesk(
        Self.authority(type, of: brand, under: middle, using: &generator, at: start), brand: brand, bits: bits,
        using: &generator, at: start)
    }
    cardholders = try desk(.cardholderAuthority)
    merchants = try desk(.merchantAuthority)
    gateways = try desk(.gatewayAuthority)
  }

  /// Judges certificates by this hierarchy's root.
  public var trust: SETTrust {
    get throws(CryptographyError) { try SETTrust(roots: [root.certificate], brand: brand) }
  }
}

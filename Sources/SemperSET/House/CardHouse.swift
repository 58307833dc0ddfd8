public import SemperArchive
public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A bank that issues cards, has agreements with merchants, runs their gateway, and certifies all of them: a brand with everything
/// that it needs, on one bank's books. Play money, an invented brand, card numbers of a test range.
///
/// The gateway signs with the bank's own key, so that who knows the bank knows whose word a lock is.
public struct CardHouse: Sendable, Discreet {
  public let gateway: Gateway
  public let cardholders: CertificateOffice
  public let merchants: CertificateOffice
  /// The signed `BrandNotice`, DER.
  public let notice: [UInt8]
  /// The authorities that this start has renewed.
  public let renewed: [String]
  let bank: Bank
  let cards: CardFile
  let agreements: AcquirerFile
  let pepper: [UInt8]

  /// Number of the acquirer in merchants' certificates. No six of its digits in a row are those of the range of test cards, so that who
  /// finds six digits of a card at a merchant has found a leak.
  static let acquirer = "998001"
  private static let brandSecret = "card-brand"
  private static let transportSecret = "card-gateway-transport"
  private static let table = RecordTable("set_house")
  private static let gatewayPlace = Array("gateway".utf8)
  private static let mostEarlier = 100

  /// Takes up the house whose secrets are kept here, or founds it; that takes some seconds. Renews the authorities that are due.
  ///
  /// - Parameters:
  ///   - key: the bank's.
  ///   - issuer: the way to the bank that has issued the cards of others.
  public static func open(
    on bank: Bank, key: SigningKey, keys: any KeyStore, brand: BrandID, holdTime: Span,
    issuer: (any IssuerLine)? = nil, at now: Timestamp
  ) async throws -> CardHouse {
    precondition(key.thumbprint == bank.name)
    let (ceremony, pepper, renewed) = try await ceremony(brand, keys, now)
    let trust = try ceremony.trust
    let (identity, transport) = try await certified(ceremony, key, keys, bank.records, now)
    let software = try SWIdent("Semper SET/2")
    let cards = Self.cards(pepper)
    let agreements = AcquirerFile(key: MessageCode.code(of: Array("agreements".utf8), key: pepper))
    let gateway = Gateway(
      Gateway.Configuration(
        trust: trust, identity: identity, transport: transport, currency: bank.currency, holdTime: holdTime,
        software: software), cards: cards, records: bank.records, issuer: issuer)
    let notice = BrandNotice(brand: brand, root: ceremony.root.certificate, gateway: transport)
    return CardHouse(
      gateway: gateway,
      cardholders: CertificateOffice(
        ceremony.cardholders, .cardholders(cards), records: bank.records, software: software),
      merchants: CertificateOffice(
        ceremony.merchants, .others(agreements), records: bank.records, software: software),
      notice: try Signed(notice, by: key).derBytes, renewed: renewed, bank: bank, cards: cards, agreements: agreements,
      pepper: pepper)
  }

  static func cards(_ pepper: [UInt8]) -> CardFile {
    CardFile(key: MessageCode.code(of: Array("cards".utf8), key: pepper))
  }

  private static func ceremony(
    _ brand: BrandID, _ keys: any KeyStore, _ now: Timestamp
  ) async throws -> (BrandCeremony, pepper: [UInt8], renewed: [String]) {
    if let kept = try await renew(in: keys, at: now) { return kept }
    var generator = SystemRandomNumberGenerator()
    let ceremony = try BrandCeremony(brand: brand, using: &generator, at: now.forClocksBehind)
    let pepper = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let secret = RenewableSecret(named: brandSecret, in: keys)
    try await secret.replace(with: StoredBrand(ceremony, pepper: pepper).derBytes)
    return (ceremony, pepper, [])
  }

  /// What is kept of the brand; `nil` where there is none.
  static func brand(in keys: any KeyStore) async throws -> StoredBrand? {
    try await RenewableSecret(named: brandSecret, in: keys).current().map { try StoredBrand(derBytes: $0) }
  }

  /// What is kept of the brand, after the authorities that are due have been renewed, or all; `nil` where there is none.
  static func renew(
    in keys: any KeyStore, all: Bool = false, at now: Timestamp
  ) async throws -> (BrandCeremony, pepper: [UInt8], renewed: [String])? {
    guard let stored = try await brand(in: keys) else { return nil }
    let secret = RenewableSecret(named: brandSecret, in: keys)
    var (ceremony, generator) = (try BrandCeremony(stored), SystemRandomNumberGenerator())
    let renewed = try ceremony.renew(all: all, using: &generator, at: now)
    if !renewed.isEmpty {
      try await secret.replace(with: StoredBrand(ceremony, pepper: stored.pepper.bytes).derBytes)
    }
    return (ceremony, stored.pepper.bytes, renewed)
  }

  /// The gateway with certificates that are good for some time. Its keys stay the same when it is certified anew.
  private static func certified(
    _ ceremony: BrandCeremony, _ key: SigningKey, _ keys: any KeyStore, _ records: any Records, _ now: Timestamp
  ) async throws -> (SigningIdentity, TransportIdentity) {
    let opening: TransportKey
    if let kept = try await keys.secret(named: transportSecret) {
      opening = try TransportKey(derRepresentation: kept)
    } else {
      opening = try TransportKey()
      try await keys.store(opening.derRepresentation, named: transportSecret)
    }
    let authority = ceremony.gateways.authority
    let issuers = authority.path
    // For signatures, for key exchange, and those for key exchange from before.
    func identities(_ all: [ByteString]) -> (SigningIdentity, TransportIdentity) {
      (
        SigningIdentity(certificate: all[0].bytes, issuers: issuers, key: key),
        TransportIdentity(
          certificate: all[1].bytes, issuers: issuers, key: opening,
          earlier: all.dropFirst(2).map { TransportIdentity.Earlier(certificate: $0.bytes, key: opening) })
      )
    }
    let kept = try await records.read { try $0.value(gatewayPlace, in: table) }.map { try [ByteString](derBytes: $0) }
    let trust = try ceremony.trust
    // Shops run on with it for as long as they are certified.
    let later = min(now.advanced(by: BrandCeremony.overlap), try authority.expires)
    if let kept, kept.count >= 2,
      (try? trust.certificate(kept[1].bytes, among: issuers, .gateway, .transport, at: later)) != nil
    {
      return identities(kept)
    }
    var generator = SystemRandomNumberGenerator()
    let made = try [ChainKey.signing(key.publicKey), .transport(opening.publicKey)].map { key in
      ByteString(
        try ceremony.gateways.certify(key, common: "Semper gateway", as: .gateway, using: &generator, at: now))
    }
    let all = made + (kept ?? []).dropFirst().prefix(mostEarlier)
    let bytes = all.derBytes
    try await records.transact { try $0.set(bytes, for: gatewayPlace, in: table) }
    return identities(all)
  }
}

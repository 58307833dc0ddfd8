import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// What a card bank keeps and tells, and whom it tells nothing.
@Suite struct CardHouseTests {
  @Test func onlyWhoHasAnAccountGetsACardOrAnAgreement() async throws {
    let market = try await Market.shared.value
    let (archive, key, holder) = (InMemoryArchive(), SigningKey(), SigningKey())
    // The brand is there already: its keys are the test run's.
    try await RenewableSecret(named: "card-brand", in: archive.keys)
      .replace(with: StoredBrand(market.ceremony, pepper: Nonce.fresh).derBytes)
    try await archive.keys.store(market.gatewayTransport.key.derRepresentation, named: "card-gateway-transport")
    let bank = Bank(records: archive.records, name: key.thumbprint, currency: .euro, grant: Market.grant)
    let house = try await CardHouse.open(
      on: bank, key: key, keys: archive.keys, brand: market.ceremony.brand, holdTime: Span(seconds: 86_400),
      at: Market.now)
    func codes() async throws -> [RefusalCode?] {
      func code(_ body: () async throws -> Void) async throws -> RefusalCode? {
        do {
          try await body()
          return nil
        } catch let refusal as Refusal {
          return refusal.code
        }
      }
      return [
        try await code { _ = try await house.letter(to: holder.thumbprint, at: Market.now) },
        try await code { _ = try await house.agreement(with: holder.thumbprint, known: "New") },
      ]
    }
    #expect(try await codes() == [.unknownAccount, .unknownAccount])
    var generator = SystemRandomNumberGenerator()
    let opening = AccountOpening(
      key: holder.publicKey, bank: bank.name, currency: .euro, operation: ID(using: &generator), issued: Market.now)
    _ = try await bank.open(SignedStatement(opening, signedBy: [holder]), now: Market.now)
    #expect(try await codes() == [nil, nil])
  }

  @Test func aNoticeHasAGatewayWithFewAboveIt() async throws {
    let market = try await Market.shared.value
    let notice = BrandNotice(
      brand: market.ceremony.brand, root: market.ceremony.root.certificate, gateway: market.gatewayTransport)
    #expect(try BrandNotice(derBytes: notice.derBytes) == notice)
    for count in [0, 9] {
      let gateway = Array(repeating: notice.root, count: count)
      #expect(throws: CodingError.self) {
        try BrandNotice(der: .sequence([notice.brand.der, notice.root.der, gateway.der]))
      }
    }
  }

  @Test func aBrandIsKeptWhole() async throws {
    let market = try await Market.shared.value
    let whole = StoredBrand(market.ceremony, pepper: Nonce.fresh)
    func read(
      authorities: [StoredAuthority]? = nil, desks: [StoredDesk]? = nil, pepper: [UInt8]? = nil
    ) throws -> StoredBrand {
      try StoredBrand(
        der: .sequence([
          whole.brand.der, whole.nextRoot.der, (authorities ?? whole.authorities).der, (desks ?? whole.desks).der,
          (pepper.map { ByteString($0) } ?? whole.pepper).der,
        ]))
    }
    #expect(try read().pepper == whole.pepper)
    #expect(throws: CodingError.self) { try read(authorities: Array(whole.authorities.dropLast())) }
    #expect(throws: CodingError.self) { try read(desks: Array(whole.desks.dropLast())) }
    #expect(throws: CodingError.self) { try read(pepper: Array(whole.pepper.bytes.dropLast())) }
  }

  @Test func aMerchantSignsWithTheKeyThatWasCertified() async throws {
    let market = try await Market.shared.value
    let brand = try CardBrand(
      market.ceremony.brand, root: market.ceremony.root.certificate,
      gateway: [market.gatewayTransport.certificate] + market.gatewayTransport.issuers, at: Market.now)
    let stored = StoredMerchant(
      market.merchant.merchant, identity: market.merchant.identity, transport: market.merchantTransport, brand: brand)
    let category = try NumericText("5734")
    let desk = try stored.desk(key: market.merchant.identity.key, category: category, at: Market.now)
    #expect(desk.merchant == market.merchant.merchant)
    #expect(throws: Refusal.self) { try stored.desk(key: SigningKey(), category: category, at: Market.now) }
  }
}

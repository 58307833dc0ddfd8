import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET
import Testing

@testable import SemperServers

/// A bank that issues cards and runs their gateway, with a cardholder and a merchant that know it by its key alone.
@Suite struct CardBankTests {
  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let address = "http://127.0.0.1:1"
  private static let shop = "http://127.0.0.1:2"

  private let archive = InMemoryArchive()
  private let key = SigningKey()
  private let clock = VirtualTime(now: Self.now)
  private let arbiter = SigningKey()

  private let line = InProcessTransport()

  /// Starts the bank's process on its archive, in place of the one that was there.
  private func start() async throws {
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 100_00, .euro))
    let house = try await CardHouse.open(
      on: bank, key: key, keys: archive.keys, brand: BrandID("Semper Test Brand"), holdTime: Span(seconds: 86_400),
      at: clock.now())
    line.serve(CardBankRoutes(bank: bank, house: house, time: clock).routes, at: try Address(Self.address))
  }

  private func client(believing bank: SigningKey? = nil) throws -> CardBankClient {
    CardBankClient(transport: line, address: try Address(Self.address), bank: (bank ?? key).publicKey)
  }

  private func account(of key: SigningKey, at bank: CardBankClient) async throws {
    var generator = SystemRandomNumberGenerator()
    _ = try await bank.openAccount(for: key, currency: .euro, operation: ID(using: &generator), now: Self.now)
  }

  private func terms(_ opening: ItemOpening, payee: SigningKey, refund: SigningKey) throws -> LockTerms {
    var generator = SystemRandomNumberGenerator()
    return LockTerms(
      exchange: try Digest(bytes: Nonce(using: &generator).bytes), path: "payment", opening: opening.digest,
      amount: Money(minorUnits: 25_00, .euro), payee: payee.thumbprint, refund: refund.thumbprint,
      arbiter: arbiter.thumbprint, rule: .payment)
  }

  @Test func aCardIsIssuedCertifiedLockedAndClaimedOverRestartsOfTheBank() async throws {
    let (buyer, seller, cardKey, refund) = (SigningKey(), SigningKey(), SigningKey(), SigningKey())
    let bank = try client()
    try await start()
    try await account(of: buyer, at: bank)
    try await account(of: seller, at: bank)
    let letter = try await bank.letter(to: buyer, now: Self.now)
    let card = try await bank.register(letter, key: cardKey, in: bank.brand(at: Self.now), time: clock)

    // Everything goes on with a bank that has only its archive.
    try await start()
    #expect(try await bank.letter(to: buyer, now: Self.now) == letter)
    let agreement = try await bank.agreement(with: seller, now: Self.now)
    let merchant = try await bank.register(agreement, key: seller, in: bank.brand(at: Self.now), time: clock)
    let desk = try StoredMerchant(derBytes: merchant.derBytes)
      .desk(key: seller, category: NumericText("5734"), at: Self.now)
    let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey? = { [arbiter] _ in arbiter.publicKey }
    let till = CardTill(
      desk: desk, gateway: bank.gateway, records: InMemoryArchive().records, time: clock, arbiterKey: arbiterKey)
    let shop = try Address(Self.shop)
    line.serve(SETRoutes(merchant: till).routes, at: shop)
    let purse = CardPurse(
      desk: try StoredCard(derBytes: card.derBytes).desk(), gateway: bank.gateway,
      records: InMemoryArchive().records, time: clock,
      way: { [line] in SETClient(transport: line, address: $0, media: .payment) },
      refundKey: { _ in refund }, arbiterKey: arbiterKey)
    let option = try await SETShopTill(
      PurseID(bytes: Array(repeating: 6, count: PurseID.size)),
      desk: desk, gateway: bank.gateway, records: InMemoryArchive().records, bank: "acquirer", address: shop,
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 100_00, .euro)),
      faculties: PurseFaculties(lockingTill: till), time: clock
    ).option(
      for: PaymentRequest(
        amount: Money(minorUnits: 25_00, .euro),
        reference: PaymentReference(for: Digest(plain: [1]), path: "payment"),
        notAfter: Self.now.advanced(by: Span(seconds: 600))))
    var generator = SystemRandomNumberGenerator()
    let opening = try ItemOpening(bytes: Nonce(using: &generator).bytes)
    let locked = try terms(opening, payee: seller, refund: refund)
    let receipt = try await purse.lock(locked, paying: option)
    #expect(receipt.content.ledger == key.thumbprint, "the lock is the bank's own word")

    try await start()
    #expect(try await bank.gateway.outcome(of: locked) == nil)
    #expect(try await till.claim(locked, with: .opening(opening)).content.ending == .claimed)
    #expect(try await bank.account(of: buyer, now: Self.now).balance.minorUnits == 75_00)
    #expect(try await bank.account(of: seller, now: Self.now).balance.minorUnits == 125_00)
  }

  /// A year of a card and a merchant, and a lock that stands while the gateway is certified anew.
  @Test func aLockIsCapturedThoughTheGatewaysCertificateIsAnother() async throws {
    let (buyer, seller, cardKey, refund) = (SigningKey(), SigningKey(), SigningKey(), SigningKey())
    let bank = try client()
    try await start()
    try await account(of: buyer, at: bank)
    try await account(of: seller, at: bank)
    let founded = try await bank.brand(at: clock.now()).gatewayThumb
    clock.advance(by: Span(seconds: 600 * 86_400))
    let letter = try await bank.letter(to: buyer, now: clock.now())
    let card = try await bank.register(letter, key: cardKey, in: bank.brand(at: clock.now()), time: clock)
    let (shop, sales) = (try Address(Self.shop), InMemoryArchive().records)
    let agreement = try await bank.agreement(with: seller, now: clock.now())
    let merchant = try await bank.register(agreement, key: seller, in: bank.brand(at: clock.now()), time: clock)
    let desk = try merchant.desk(key: seller, category: NumericText("5734"), at: clock.now())
    let till = CardTill(
      desk: desk, gateway: bank.gateway, records: sales, time: clock, arbiterKey: { [arbiter] _ in arbiter.publicKey })
    line.serve(SETRoutes(merchant: till).routes, at: shop)
    let option = try await SETShopTill(
      PurseID(bytes: Array(repeating: 6, count: PurseID.size)), desk: desk, gateway: bank.gateway,
      records: InMemoryArchive().records, bank: "acquirer", address: shop,
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 100_00, .euro)),
      faculties: PurseFaculties(lockingTill: till), time: clock
    ).option(
      for: PaymentRequest(
        amount: Money(minorUnits: 25_00, .euro), reference: PaymentReference(for: Digest(plain: [1]), path: "payment"),
        notAfter: clock.now().advanced(by: Span(seconds: 600))))
    var generator = SystemRandomNumberGenerator()
    let opening = try ItemOpening(bytes: Nonce(using: &generator).bytes)
    let locked = try terms(opening, payee: seller, refund: refund)
    clock.advance(by: Span(seconds: 99 * 86_400))
    let purse = CardPurse(
      desk: try card.desk(), gateway: bank.gateway, records: InMemoryArchive().records, time: clock,
      way: { [line] in SETClient(transport: line, address: $0, media: .payment) }, refundKey: { _ in refund },
      arbiterKey: { [arbiter] _ in arbiter.publicKey })
    _ = try await purse.lock(locked, paying: option)

    // Less than thirty days before the gateway's certificates end, the bank starts again. The shop runs on, with the old one.
    clock.advance(by: Span(seconds: 10 * 86_400))
    try await start()
    #expect(try await bank.brand(at: clock.now()).gatewayThumb != founded)
    #expect(try await till.claim(locked, with: .opening(opening)).content.ending == .claimed)
    #expect(try await bank.account(of: seller, now: clock.now()).balance.minorUnits == 125_00)
  }

  @Test func aCardIsForTheHolderOfAnAccountOnly() async throws {
    try await start()
    let bank = try client()
    let stranger = SigningKey()
    await #expect(throws: Refusal.self) { try await bank.letter(to: stranger, now: Self.now) }
    await #expect(throws: Refusal.self) { try await bank.agreement(with: stranger, now: Self.now) }
    // A letter of one card registers no other.
    let (one, other) = (SigningKey(), SigningKey())
    try await account(of: one, at: bank)
    try await account(of: other, at: bank)
    let letters = [
      try await bank.letter(to: one, now: Self.now), try await bank.letter(to: other, now: Self.now),
    ]
    #expect(letters[0].number != letters[1].number)
    let brand = try await bank.brand(at: Self.now)
    let stolen = try CardLetter(
      json: .fields([
        "code": letters[0].json["code"], "expiry": letters[1].json["expiry"], "number": letters[1].json["number"],
      ]))
    await #expect(throws: Refusal.self) {
      try await bank.register(stolen, key: SigningKey(), in: brand, time: clock)
    }
  }

  @Test func aBrandIsBelievedByTheBanksKeyOnly() async throws {
    try await start()
    await #expect(throws: Refusal.self) { try await client(believing: SigningKey()).brand(at: Self.now) }
  }
}

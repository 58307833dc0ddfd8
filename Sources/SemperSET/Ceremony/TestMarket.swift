public import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

/// A brand with one cardholder, one merchant and one gateway on a bank's ledger, all in this process and all registered by
/// SET's own messages. For tests, demonstrations and recordings: an invented brand, a card number of the test range, play
/// money.
public struct TestMarket: Sendable {
  public static let brandName = "Semper Test Brand"
  public static let merchantName = "TESTSHOP-0001"
  /// The answer to the registration form, as the issuer's letter would give it.
  package static let code = "letter-2741"
  static let account = "agreement-0815"

  public let ceremony: BrandCeremony
  public let cardholder: CardholderDesk
  public let merchant: MerchantDesk
  public let gateway: Gateway
  public let gatewayTransport: TransportIdentity
  public let merchantTransport: TransportIdentity
  public let currency: Currency
  public let buyer: Thumbprint
  public let seller: Thumbprint
  public let records: any Records
  /// The registrations, by whose they were.
  public let registrations: [RecordedRegistration]

  /// Founds everything. The buyer's account gets the grant.
  ///
  /// - Parameters:
  ///   - isCardElsewhere: whether another bank has issued the card, which then decides about it.
  ///   - bits: of the five RSA keys; who founds many markets makes them shorter.
  public init(
    records: any Records, grant: Money, isCardElsewhere: Bool = false, bits: Int = BrandCeremony.usualBits,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) async throws {
    let ceremony = try BrandCeremony(
      brand: BrandID(Self.brandName), bits: bits, using: &generator, at: now.forClocksBehind)
    let trust = try ceremony.trust
    let (language, software) = (try Language("en"), try SWIdent("Semper SET/2, test"))
    // Drawn, so that no constant of the program is taken for a card when somebody searches for one.
    let number = CardNumber.test(Int.random(in: 1..<1_000_000_000, using: &generator))
    let month = Int.random(in: 1...12, using: &generator)
    let expiry = try CardExpiry("20\(Int.random(in: 31...89, using: &generator))\(month < 10 ? "0" : "")\(month)")
    let cards = CardFile(key: Salt(using: &generator).bytes + [UInt8](repeating: 0, count: 12))
    let agreements = AcquirerFile(key: Salt(using: &generator).bytes + [UInt8](repeating: 1, count: 12))
    let (buyer, seller) = (SigningKey().thumbprint, SigningKey().thumbprint)
    let bin = try BIN(CardHouse.acquirer)
    try await records.transact { transaction in
      _ = try Ledger.open(.customer(buyer), in: grant.currency, transaction)
      _ = try Ledger.open(.customer(seller), in: grant.currency, transaction)
      try Ledger.post(
        LedgerPosting(
          operation: ID(bytes: [UInt8](repeating: 1, count: 16)), purpose: .grant, currency: grant.currency,
          lines: [LedgerLine(.playMoney, -grant.minorUnits), LedgerLine(.customer(buyer), grant.minorUnits)], time: now),
        transaction)
      if isCardElsewhere {
        try cards.admit(number, expiry, code: Self.code, transaction)
      } else {
        try cards.issue(number, expiry, on: buyer, code: Self.code, transaction)
      }
      for name in [Self.merchantName, "TESTGATEWAY-1"] {
        let data = MerchantData(
          merchant: try MerchantID(name), acquirer: bin, names: [try UnicodeText("Test shop")], country: 280)
        try agreements.agree(data, account: Self.account, transaction)
      }
    }
    let books = Registrar(ceremony: ceremony, trust: trust, records: records, software: software, now: now, bits: bits)
    let card = try await books.register(number, expiry, language, cards, using: &generator)
    let shop = try await books.register(
      .merchant, MerchantID(Self.merchantName), bin, language, agreements, using: &generator)
    let house = try await books.register(
      .gateway, MerchantID("TESTGATEWAY-1"), bin, language, agreements, using: &generator)
    let offered = try trust.certificate(
      house.transport.certificate, among: house.transport.issuers, .gateway, .transport, at: now)
    self.ceremony = ceremony
    self.records = records
    (self.buyer, self.seller, currency) = (buyer, seller, grant.currency)
    cardholder = CardholderDesk(trust: trust, identity: card.identity, card: card.card, software: software)
    merchant = MerchantDesk(
      trust: trust, identity: shop.identity, transport: shop.transport,
      gateway: GatewayCertificates(transport: offered, issuers: house.transport.issuers),
      merchant: try MerchantID(Self.merchantName), category: try NumericText("5734"), software: software)
    (gatewayTransport, merchantTransport) = (house.transport, shop.transport)
    gateway = Gateway(
      Gateway.Configuration(
        trust: trust, identity: house.identity, transport: house.transport, currency: grant.currency,
        holdTime: Span(seconds: 7 * 86_400), software: software), cards: cards, records: records)
    registrations = [
      RecordedRegistration(of: "cardholder", messages: card.messages),
      RecordedRegistration(of: "merchant", messages: shop.messages),
      RecordedRegistration(of: "gateway", messages: house.messages),
    ]
    try await gateway.enrol(merchant.merchant, account: seller)
  }

  /// An order to buy something with.
  public static func sampleOrder(number: UInt8 = 1) throws -> AgreedOrder {
    AgreedOrder(
      text: Array("1 × Greek for Travellers (course, audio)".utf8), amount: Money(minorUnits: 2_500, .euro),
      payee: try MerchantID(merchantName), number: try LocalID(bytes: [number]), language: try Language("en"))
  }

  /// What an account holds.
  public func balance(of account: Thumbprint) async throws -> Money {
    let currency = currency
    let units = try await records.read { try Ledger.balance(of: .customer(account), in: currency, $0) }
    return Money(minorUnits: units ?? 0, currency)
  }

  /// What stands under holds.
  public func held() async throws -> Money {
    let currency = currency
    return Money(minorUnits: try await records.read { try Ledger.balance(of: .locks, in: currency, $0) } ?? 0, currency)
  }
}

import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET
import SemperServers
import Testing

/// Gateway, merchant and authority of a card brand, over HTTP on loopback.
@Suite struct CardFaceTests {
  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let arbiter = SigningKey()
  private static let market = Task {
    var generator = SystemRandomNumberGenerator()
    return try await TestMarket(
      records: InMemoryArchive().records, grant: Money(minorUnits: 100_000, .euro), using: &generator, at: now)
  }

  private func terms(_ market: TestMarket, _ opening: ItemOpening, refund: SigningKey) throws -> LockTerms {
    var generator = SystemRandomNumberGenerator()
    return LockTerms(
      exchange: try Digest(bytes: Nonce(using: &generator).bytes), path: "payment", opening: opening.digest,
      amount: Money(minorUnits: 2_500, .euro), payee: market.merchant.identity.key.thumbprint,
      refund: refund.thumbprint, arbiter: Self.arbiter.thumbprint, rule: .payment)
  }

  private func abort(_ terms: LockTerms) throws -> SignedStatement {
    try SignedStatement(
      ArbiterDecision(
        exchange: terms.exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: Self.arbiter.thumbprint, number: 0, previous: terms.exchange, issued: Self.now),
      signedBy: [Self.arbiter])
  }

  @Test func locksAreMadeClaimedAndGivenBackOverHTTP() async throws {
    let market = try await Self.market.value
    let clock = VirtualTime(now: Self.now)
    let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey? = { _ in Self.arbiter.publicKey }
    try await Loopback.client { client in
      try await Loopback.serving(CardGatewayRoutes(market.gateway, time: clock).routes) { address in
        let gateway = CardGatewayClient(transport: client, address: address, word: market.gateway.word)
        let till = CardTill(
          desk: market.merchant, gateway: gateway, records: InMemoryArchive().records, time: clock,
          arbiterKey: arbiterKey)
        try await Loopback.serving(SETRoutes(merchant: till).routes) { shop in
          let refund = SigningKey()
          let purse = CardPurse(
            desk: market.cardholder, merchant: SETClient(transport: client, address: shop, media: .payment),
            payee: market.merchant.merchant, gateway: gateway, refund: refund, records: InMemoryArchive().records,
            time: clock, arbiterKey: arbiterKey)
          var generator = SystemRandomNumberGenerator()
          let opening = try ItemOpening(bytes: Nonce(using: &generator).bytes)
          let (paid, back) = (try terms(market, opening, refund: refund), try terms(market, opening, refund: refund))
          #expect(try await gateway.receipt(of: paid) == nil)
          #expect(try await purse.lock(paid).content.terms == paid)
          #expect(try await purse.ending(of: paid) == nil)
          #expect(try await till.claim(paid, with: .opening(opening)).content.ending == .claimed)
          #expect(try await purse.ending(of: paid)?.content.ending == .claimed)
          _ = try await purse.lock(back)
          #expect(try await purse.refund(back, with: abort(back)).content.ending == .refunded)
          let claimed = try abort(terms(market, opening, refund: refund))
          await #expect(throws: Refusal.self) { try await purse.refund(back, with: claimed) }
        }
      }
    }
    #expect(try await market.balance(of: market.seller).minorUnits == 2_500)
    #expect(try await market.held().minorUnits == 0)
  }

  @Test func whatIsNoMessageOfSETIsRefusedByName() async throws {
    let market = try await Self.market.value
    let clock = VirtualTime(now: Self.now)
    let address = try Address("http://127.0.0.1:1")
    let transport = InProcessTransport([address: CardGatewayRoutes(market.gateway, time: clock).routes])
    let line = SETClient(transport: transport, address: address, media: .payment)
    guard case .error(let error) = try MessageWrapper(try await line.answer([0x30, 0x00])).message else {
      return #expect(Bool(false), "garbage is answered with Error")
    }
    #expect(error.data?.code == .decodingFailure)
    let other = SETClient(transport: transport, address: address, media: .registration)
    await #expect(throws: TransportError.self) { try await other.answer([0x30, 0x00]) }
    let large = [UInt8](repeating: 0, count: MessageWrapper.largest + 1)
    await #expect(throws: TransportError.self) { try await line.answer(large) }
  }

  @Test func anAuthorityRemembersOverRestartsWhatItHasAskedAndIssued() async throws {
    let market = try await Self.market.value
    let clock = VirtualTime(now: Self.now)
    let card = market.cardholder.card
    let holder = CardRegistration(
      trust: try market.ceremony.trust, number: card.number, expiry: card.expiry, language: try Language("en"),
      software: market.cardholder.software)
    var generator = SystemRandomNumberGenerator()
    let (begun, first) = try holder.begin(using: &generator, at: Self.now)
    /// Each message goes to a process that has just been started on the same records.
    func ask(_ message: [UInt8]) async throws -> [UInt8] {
      let office = CertificateOffice(
        market.ceremony.cardholders, .cardholders(market.gateway.cards), records: market.records,
        software: market.cardholder.software)
      return try await Loopback.client { client in
        try await Loopback.serving(CertificateRoutes(office, time: clock).routes) { address in
          try await SETClient(transport: client, address: address, media: .registration).answer(message)
        }
      }
    }
    let (asked, second) = try holder.form(try await ask(first), to: begun, using: &generator, at: Self.now)
    let form = try holder.read(try await ask(second), to: asked, at: Self.now)
    let (requested, third) = try holder.request(
      form, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator,
      at: Self.now)
    let answer = try await ask(third)
    #expect(try await ask(third) == answer, "a lost answer comes again")
    let (found, _) = try holder.certificate(answer, to: requested, at: Self.now)
    #expect(found.number == card.number && found.secret != card.secret)
    // A challenge of somebody else's making is none.
    let invented = CardRegistration.Form(
      form: form.form, authority: form.authority, challenge: Challenge(using: &generator))
    let (_, forged) = try holder.request(
      invented, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator,
      at: Self.now)
    guard case .error(let error) = try MessageWrapper(try await ask(forged)).message else {
      return #expect(Bool(false), "an invented challenge is refused")
    }
    #expect(error.data?.code == .challengeMismatch)
  }
}

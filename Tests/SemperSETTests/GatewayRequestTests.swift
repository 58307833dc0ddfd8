import SemperArchive
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What the gateway answers beside payments, and whom: each of its checks is the only one that refuses what stands here.
@Suite struct GatewayRequestTests {
  private func refused(_ message: [UInt8], at market: TestMarket) async throws -> SETCheck? {
    try await eventualCheck { _ = try await market.gateway.process(message, at: Market.now) }
  }

  // MARK: Administration

  @Test func certificatesAreForMerchantsOfTheBrandThatNameThemselves() async throws {
    let market = try await Market.shared.value
    func asked(_ tags: RRTags, _ brands: [BrandID]) async throws -> SETCheck? {
      let signed = try Signed(PCertReqData(tags: tags, brands: brands), by: market.merchant.identity)
      return try await refused(market.merchant.wrap(.pCertReq(signed), tags.rrpid, nil, Market.now), at: market)
    }
    func tags(_ merchant: MerchantID? = nil) -> RRTags {
      var generator = SystemRandomNumberGenerator()
      return RRTags(
        rrpid: RRPID(using: &generator), merchant: merchant ?? market.merchant.merchant, date: Market.now)
    }
    let brand = market.merchant.trust.brand
    #expect(try await asked(tags(), [brand]) == nil)
    #expect(try await asked(tags(MerchantID("TESTSHOP-0002")), [brand]) == .merchantData)
    #expect(try await asked(tags(), [BrandID("Another Brand")]) == .certificateBrand)
  }

  @Test func aBatchIsItsMerchantsAndIsNotPurged() async throws {
    let market = try await Market.trading.value
    func asked(
      _ operation: BatchOperation?, batch: Int? = nil, merchant: MerchantID? = nil
    ) async throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let tags = RRTags(
        rrpid: RRPID(using: &generator), merchant: merchant ?? market.merchant.merchant, date: Market.now)
      let content = BatchAdminReqData(tags: tags, batch: batch, operation: operation)
      let message = try Sealed(
        content, from: market.merchant.identity, carrying: [market.merchant.transport.certificate],
        to: market.merchant.gateway.transport)
      return try await refused(
        market.merchant.wrap(.batchAdminReq(message), tags.rrpid, nil, Market.now), at: market)
    }
    let (merchant, currency) = (market.merchant.merchant, market.currency)
    let open = try await market.records.transact {
      try GatewayBatches(transaction: $0, merchant: merchant, currency: currency).open()
    }
    #expect(try await asked(nil) == nil)
    #expect(try await asked(nil, merchant: MerchantID("TESTSHOP-0002")) == .merchantData)
    #expect(try await asked(.purge) == .supported)
    #expect(try await asked(nil, batch: open + 1) == .batch)
    #expect(try await asked(.close, batch: open + 1) == .batch)
    #expect(try await asked(.close, batch: open) == nil)
    #expect(try await asked(.close, batch: open) == .batch)
  }

  // MARK: Approvals

  @Test func theGatewaysMoneyIsOfOneCurrency() async throws {
    let market = try await Market.shared.value
    let euros = try Market.order(in: market)
    let order = AgreedOrder(
      text: euros.text, amount: Money(minorUnits: 2_500, try Currency(code: "USD")), payee: euros.payee,
      number: euros.number, language: euros.language)
    let purchase = try Purchase(order, in: market)
    #expect(try await refused(purchase.authReq, at: market) == .amount)
    // As many euros as the cardholder has signed for in another currency.
    let dishonest = Dishonest(market: market, order: order)
    #expect(try await refused(dishonest.approval(purchase), at: market) == .amount)
  }

  /// The card that is sealed is the one that the instructions were made with.
  @Test func aCardBelongsToItsInstructions() async throws {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    let dishonest = Dishonest(market: market, order: order)
    let purchase = try Purchase(order, in: market)
    let halves = try dishonest.halves(purchase)
    let honest = try dishonest.sign(halves)
    var generator = SystemRandomNumberGenerator()
    let card = halves.payment.card
    let other = PANData(number: card.number, expiry: card.expiry, secret: card.secret, nonce: Salt(using: &generator))
    let digest = halves.instructions.digest
    let sealed = try ExtraStrong(
      PIDualSignedTBE(link: Linked(halves.payment.head, digest), card: other.digest), secret: card,
      to: market.merchant.gateway.transport)
    let mixed = PIDualSigned(signature: honest.signature, sealed: sealed)
    #expect(try await refused(dishonest.approval(purchase, payment: mixed), at: market) == .envelope)
    #expect(try await refused(dishonest.approval(purchase, payment: honest), at: market) == nil)
  }

  /// What the cardholder signed for something else, or as something else, is no signature on these halves.
  @Test func aDualSignatureIsOverTheseHalvesAndNothingElse() async throws {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    let dishonest = Dishonest(market: market, order: order)
    let (purchase, other) = (try Purchase(order, in: market), try Purchase(order, in: market))
    let (halves, foreign) = (try dishonest.halves(purchase), try dishonest.halves(other))
    let identity = market.cardholder.identity
    let (instructions, payment) = (halves.instructions, halves.payment)
    func signed(_ halves: Dishonest.Halves, as type: OID = PITBS.contentType, isDetached: Bool = true) throws -> [UInt8]
    {
      let content = PITBS(payment: halves.payment.digest, order: halves.instructions.digest)
      let signature = try CMSSignedData(
        type, content.derBytes, by: [(identity.signer, identity.key)],
        certificates: [identity.certificate] + identity.issuers, isDetached: isDetached)
      let sealed = try dishonest.sign(Dishonest.Halves(instructions: instructions, payment: payment)).sealed
      return try dishonest.approval(purchase, payment: PIDualSigned(signature: signature, sealed: sealed))
    }
    #expect(try await refused(signed(foreign), at: market) == .dualSignature)
    #expect(try await refused(signed(foreign, isDetached: false), at: market) == .dualSignature)
    #expect(try await refused(signed(halves, as: CapReqData.contentType), at: market) == .dualSignature)
    #expect(try await refused(signed(halves), at: market) == nil)
  }

  @Test func aBlockedCardPaysNothingAndGetsNoCertificate() async throws {
    let (records, cards) = (InMemoryArchive().records, CardFile(key: Nonce.fresh))
    let (number, expiry, holder) = (CardNumber.test(7), try CardExpiry("203112"), SigningKey().thumbprint)
    try await records.transact { try cards.issue(number, expiry, on: holder, code: "right", $0) }
    func pays() async throws -> Bool {
      try await records.read { try cards.account(number, expiry, $0) } == holder
    }
    func isHolder(_ code: String) async throws -> Bool {
      try await records.read { try cards.accepts(code, number, expiry, $0) }
    }
    #expect(try await pays())
    #expect(try await isHolder("right"))
    #expect(try await !isHolder("wrong"))
    try await records.transact { try cards.block(number, expiry, $0) }
    #expect(try await !pays())
    #expect(try await !isHolder("right"))
  }

  // MARK: Inquiries

  /// What the gateway says of a purchase to this cardholder.
  private func standing(
    _ sent: PurchaseSent, by desk: CardholderDesk, at market: TestMarket
  ) async throws -> CompletionCode? {
    var generator = SystemRandomNumberGenerator()
    let (_, question) = try desk.inquire(sent, using: &generator, at: Market.now)
    let answer = try MessageWrapper(try await market.gateway.process(question, at: Market.now))
    guard case .inqRes(let signed) = answer.message else { return nil }
    let payload = try signed.claimed().payloads.first
    return payload?.completion
  }

  private func stranger(_ market: TestMarket) throws -> CardholderDesk {
    var generator = SystemRandomNumberGenerator()
    let (key, desk) = (SigningKey(), market.ceremony.cardholders)
    let certificate = try desk.certify(
      .signing(key.publicKey), common: "a stranger", as: .cardholder, using: &generator, at: Market.now)
    let identity = SigningIdentity(certificate: certificate, issuers: desk.authority.path, key: key)
    return CardholderDesk(
      trust: market.cardholder.trust, identity: identity, card: market.cardholder.card,
      software: market.cardholder.software)
  }

  @Test func onlyTheCardholderLearnsHowAPurchaseStands() async throws {
    let market = try await Market.trading.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    let approval = try await purchase.approved(in: market)
    let (own, other) = (market.cardholder, try stranger(market))
    #expect(try await standing(purchase.sent, by: own, at: market) == .authorizationPerformed)
    #expect(try await standing(purchase.sent, by: other, at: market) == .orderRejected)
    var generator = SystemRandomNumberGenerator()
    let part = Money(minorUnits: 500, .euro)
    let (asked, message) = try market.merchant.capture(approval, amount: part, using: &generator, at: Market.now)
    _ = try market.merchant.captured(
      try await market.gateway.answer(message, at: Market.now), to: asked, at: Market.now)
    #expect(try await standing(purchase.sent, by: own, at: market) == .capturePerformed)
    let (_, question) = try own.inquire(purchase.sent, using: &generator, at: Market.now)
    let wrapper = try MessageWrapper(question)
    let renamed = MessageWrapper(
      MessageHeader(
        date: wrapper.header.date, ids: wrapper.header.ids, rrpid: RRPID(using: &generator),
        software: wrapper.header.software), wrapper.message)
    #expect(try await refused(renamed.derBytes, at: market) == .header)
  }

  /// Whoever has asked about a purchase that the gateway does not know is certain that it will not be paid.
  @Test func whatWasAskedAboutInVainIsNotPaidLater() async throws {
    let market = try await Market.trading.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    // A stranger who asks takes nothing from anybody.
    #expect(try await standing(purchase.sent, by: stranger(market), at: market) == .orderRejected)
    let second = try Purchase(Market.order(number: 2, in: market), in: market)
    #expect(try await standing(second.sent, by: market.cardholder, at: market) == .orderRejected)
    #expect(try await second.approved(in: market).code == .declined)
    #expect(try await purchase.approved(in: market).code == .approved)
  }
}

import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What the merchant refuses of a gateway, or of a customer, whose message is rightly signed and wrong in one thing.
@Suite struct MerchantAnswerTests {
  private struct Scene {
    let market: TestMarket
    let dishonest: Dishonest
    let purchase: Purchase
    let approval: Approval
    /// Another one, for what is said about that.
    let other: Purchase

    init(_ market: TestMarket) async throws {
      self.market = market
      let order = try Market.order(units: 1_000, in: market)
      dishonest = Dishonest(market: market, order: order)
      purchase = try Purchase(order, in: market)
      approval = try await purchase.approved(in: market)
      other = try Purchase(order, in: market)
    }

    func tags(_ rrpid: RRPID, _ merchant: MerchantID? = nil) -> RRTags {
      RRTags(rrpid: rrpid, merchant: merchant ?? market.merchant.merchant, date: Market.now)
    }
  }

  private func second() throws -> MerchantID { try MerchantID("TESTSHOP-0002") }

  @Test func aVoidIsOfTheApprovalThatWasMeant() async throws {
    let scene = try await Scene(Market.trading.value)
    let merchant = scene.market.merchant
    var generator = SystemRandomNumberGenerator()
    let (asked, _) = try merchant.void(scene.approval, using: &generator, at: Market.now)
    func refused(
      _ tags: RRTags, _ transaction: TransIDs? = nil, _ code: ReversalCode = .approved, units: Int64 = 0
    ) throws -> SETCheck? {
      let answer = try scene.dishonest.voided(
        asked, tags: tags, transaction: transaction ?? merchant.transaction(asked), code: code,
        amount: Money(minorUnits: units, .euro))
      return try check { _ = try merchant.voided(answer, to: asked, at: Market.now) }
    }
    let tags = scene.tags(asked.rrpid)
    #expect(try refused(tags) == nil)
    #expect(try refused(scene.tags(scene.other.asked.rrpid)) == .rrpid)
    #expect(try refused(scene.tags(asked.rrpid, second())) == .payee)
    #expect(try refused(tags, scene.other.received.open.transaction) == .transaction)
    #expect(try refused(tags, nil, .originalProcessed) == .state)
    #expect(try refused(tags, units: 1) == .amount)
  }

  @Test func whatIsGivenBackIsWhatWasAskedFor() async throws {
    let scene = try await Scene(Market.trading.value)
    let merchant = scene.market.merchant
    var generator = SystemRandomNumberGenerator()
    let (asked, _) = try merchant.reverse(
      Credit.self, scene.approval, amount: Money(minorUnits: 300, .euro), using: &generator, at: Market.now)
    func item(
      _ transaction: TransIDs? = nil, _ request: RRPID? = nil, _ code: ReversalCode = .approved, units: Int64 = 300
    ) -> ReversalResItem {
      ReversalResItem(
        transaction: transaction ?? merchant.transaction(asked), request: request ?? scene.approval.asked.rrpid,
        code: code, amount: CurrencyAmount(Money(minorUnits: units, .euro)))
    }
    func refused(_ items: [ReversalResItem], _ tags: RRTags? = nil) throws -> SETCheck? {
      let answer = try scene.dishonest.reversed(
        Credit.self, asked, tags: tags ?? scene.tags(asked.rrpid), items: items)
      return try check { _ = try merchant.reversed(Credit.self, answer, to: asked, at: Market.now) }
    }
    #expect(try refused([item()]) == nil)
    #expect(try refused([item(), item()]) == .transaction)
    #expect(try refused([item(nil, scene.other.asked.rrpid)]) == .transaction)
    #expect(try refused([item(scene.other.received.open.transaction)]) == .transaction)
    #expect(try refused([item(nil, nil, .originalProcessed)]) == .state)
    #expect(try refused([item(units: 299)]) == .amount)
    #expect(try refused([item()], scene.tags(scene.other.asked.rrpid)) == .rrpid)
    #expect(try refused([item()], scene.tags(asked.rrpid, second())) == .payee)
  }

  @Test func aBatchAndCertificatesAreForWhoAsked() async throws {
    let scene = try await Scene(Market.trading.value)
    let (market, merchant) = (scene.market, scene.market.merchant)
    let gateway = market.gateway.configuration
    var generator = SystemRandomNumberGenerator()
    let (name, other) = (RRPID(using: &generator), RRPID(using: &generator))
    let zero = CurrencyAmount(.zero(.euro))
    func batch(_ tags: RRTags) throws -> SETCheck? {
      let data = BatchAdminResData(
        tags: tags, batch: 1, isOpen: true,
        totals: BatchTotals(captures: 0, captured: zero, credits: 0, credited: zero), agrees: true)
      let answer = scene.dishonest.wrap(
        .batchAdminRes(try Sealed(data, from: gateway.identity, to: scene.dishonest.recipient)), name, nil)
      return try check { _ = try merchant.batch(answer, to: name, at: Market.now) }
    }
    #expect(try batch(scene.tags(name)) == nil)
    #expect(try batch(scene.tags(other)) == .rrpid)
    #expect(try batch(scene.tags(name, second())) == .payee)
    func certificates(_ tags: RRTags) throws -> SETCheck? {
      let data = PCertResData(tags: tags, certificates: [Thumb(of: gateway.transport.certificate)])
      let signed = try Signed(
        data, by: gateway.identity, carrying: [gateway.transport.certificate] + gateway.transport.issuers)
      let answer = scene.dishonest.wrap(.pCertRes(signed), name, nil)
      return try check { _ = try merchant.certificates(answer, to: name, at: Market.now) }
    }
    #expect(try certificates(scene.tags(name)) == nil)
    #expect(try certificates(scene.tags(other)) == .rrpid)
    #expect(try certificates(scene.tags(name, second())) == .gatewayThumb)
  }

  // MARK: Customers

  @Test func aBeginningIsAboutTheMerchantsOrder() async throws {
    let market = try await Market.trading.value
    let order = try Market.order(in: market)
    let honest = order.number
    func refused(
      _ number: LocalID?, _ language: String = "en", brand: BrandID? = nil
    ) throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let (rrpid, own) = (RRPID(using: &generator), try LocalID(bytes: [4]))
      let message = PInitReq(
        rrpid: rrpid, language: try Language(language), cardholderID: own, merchantID: number,
        challenge: Challenge(using: &generator), brand: brand ?? market.merchant.trust.brand, bin: try BIN(""),
        extensions: nil)
      let bytes = MessageWrapper(
        MessageHeader(
          date: Market.now, ids: MessageIDs(cardholderID: own, merchantID: number), rrpid: rrpid,
          software: market.merchant.software), .pInitReq(message)
      ).derBytes
      return try check {
        var generator = SystemRandomNumberGenerator()
        _ = try market.merchant.open(bytes, order: order, using: &generator, at: Market.now)
      }
    }
    #expect(try refused(honest) == nil)
    #expect(try refused(LocalID(bytes: [8])) == .order)
    #expect(try refused(honest, "de") == .order)
    #expect(try refused(honest, brand: BrandID("Another Brand")) == .certificateBrand)
  }

  @Test func anInquiryIsItsCardholdersAndAboutThePurchase() async throws {
    let scene = try await Scene(Market.trading.value)
    let (market, received) = (scene.market, scene.purchase.received)
    func refused(_ transaction: TransIDs, by identity: SigningIdentity) throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let rrpid = RRPID(using: &generator)
      let content = InqReqData(transaction: transaction, rrpid: rrpid, challenge: Challenge(using: &generator))
      let message = scene.dishonest.wrap(
        .inqReq(Alternative(try Signed(content, by: identity))), rrpid, received.open.transaction)
      return try check {
        _ = try market.merchant.inquiry(message, about: received, PurchaseRecord(), at: Market.now)
      }
    }
    let own = market.cardholder.identity
    #expect(try refused(received.open.transaction, by: own) == nil)
    #expect(try refused(scene.other.received.open.transaction, by: own) == .transaction)
    var generator = SystemRandomNumberGenerator()
    let (key, desk) = (SigningKey(), market.ceremony.cardholders)
    let certificate = try desk.certify(
      .signing(key.publicKey), common: "a stranger", as: .cardholder, using: &generator, at: Market.now)
    let stranger = SigningIdentity(certificate: certificate, issuers: desk.authority.path, key: key)
    #expect(try refused(received.open.transaction, by: stranger) == .transaction)
  }

  @Test func aPurchaseNamesTheBrandAndAnOfferItsOrder() async throws {
    let scene = try await Scene(Market.trading.value)
    let (market, dishonest, purchase) = (scene.market, scene.dishonest, scene.purchase)
    let own = try dishonest.halves(purchase)
    let old = own.instructions
    let instructions = OIData(
      transaction: old.transaction, rrpid: old.rrpid, challenge: old.challenge, orderDigest: old.orderDigest,
      salt: old.salt, merchantChallenge: old.merchantChallenge, brand: try BrandID("Another Brand"), bin: old.bin,
      extensions: old.extensions)
    let message = try dishonest.purchase(
      Dishonest.Halves(instructions: instructions, payment: own.payment), purchase)
    #expect(
      try check { _ = try market.merchant.receive(message, for: purchase.received.open, at: Market.now) }
        == .certificateBrand)
    var generator = SystemRandomNumberGenerator()
    let order = dishonest.order
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let (open, _) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    func refused(_ number: LocalID, _ language: String) throws -> SETCheck? {
      let transaction = TransIDs(
        cardholderID: begun.localID, merchantID: number, xid: open.xid, requested: Market.now,
        language: try Language(language))
      let data = PInitResData(
        transaction: transaction, rrpid: begun.rrpid, cardholderChallenge: begun.challenge,
        merchantChallenge: open.challenge, gateway: market.merchant.gateway.transport.thumb)
      let signed = try Signed(
        data, by: market.merchant.identity,
        carrying: [market.merchant.gateway.transport.leaf.der] + market.merchant.gateway.issuers)
      let answer = dishonest.wrap(.pInitRes(signed), begun.rrpid, transaction)
      return try check { _ = try market.cardholder.offer(answer, to: begun, at: Market.now) }
    }
    #expect(try refused(order.number, "en") == nil)
    #expect(try refused(LocalID(bytes: [8]), "en") == .transaction)
    #expect(try refused(order.number, "de") == .transaction)
  }
}

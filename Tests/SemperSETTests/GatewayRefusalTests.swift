import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// Each check of the gateway is needed: here is the attack that only it refuses.
@Suite struct GatewayRefusalTests {
  private func scene(_ text: String = "1 course") async throws -> (TestMarket, Dishonest, Purchase) {
    let market = try await Market.shared.value
    let order = try Market.order(text, in: market)
    return (market, Dishonest(market: market, order: order), try Purchase(order, in: market))
  }

  private func refused(_ message: [UInt8], at market: TestMarket) async throws -> SETCheck? {
    try await eventualCheck { _ = try await market.gateway.process(message, at: Market.now) }
  }

  @Test func anHonestRequestIsApproved() async throws {
    let (market, dishonest, purchase) = try await scene()
    #expect(try await refused(try dishonest.approval(purchase), at: market) == nil)
  }

  @Test func aMerchantCannotAskForMoreOrAnotherOrder() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (_, _, other) = try await scene("another order")
    let units = dishonest.order.amount.minorUnits
    #expect(try await refused(try dishonest.approval(purchase, units: units + 1), at: market) == .amount)
    let instructions = purchase.received.instructions
    let foreign = other.received.instructions
    let digests = CheckDigests(order: foreign.digest, orderText: instructions.orderDigest)
    #expect(try await refused(try dishonest.approval(purchase, digests: digests), at: market) == .orderDigest)
    let text = CheckDigests(order: instructions.digest, orderText: foreign.orderDigest)
    #expect(try await refused(try dishonest.approval(purchase, digests: text), at: market) == .order)
    let tags = AuthTags(
      tags: market.merchant.tags(purchase.asked.rrpid, Market.now), transaction: other.received.open.transaction)
    #expect(try await refused(try dishonest.approval(purchase, tags: tags), at: market) == .transaction)
  }

  @Test func aPurchaseIsGoodAtOneMerchantOnly() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (signing, sealing, name) = try dishonest.secondMerchant()
    // The acquirer knows both, so that nothing but the check for it stands between one and the other's money.
    try await market.gateway.enrol(name, account: market.seller)
    let tags = AuthTags(
      tags: RRTags(rrpid: purchase.asked.rrpid, merchant: name, date: Market.now),
      transaction: purchase.received.open.transaction)
    let replayed = try dishonest.approval(
      purchase, tags: tags, identity: signing, carrying: [sealing.certificate])
    #expect(try await refused(replayed, at: market) == .payee)
    #expect(try await refused(try dishonest.approval(purchase, tags: tags), at: market) == .merchantData)
    let borrowed = try dishonest.approval(
      purchase, identity: market.merchant.identity, carrying: [sealing.certificate])
    #expect(try await refused(borrowed, at: market) == .recipient, "nobody else's certificate for the answer")
  }

  @Test func aCardholderCannotSayTwoThings() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (_, _, other) = try await scene("another order")
    let (own, foreign) = (try dishonest.halves(purchase), try dishonest.halves(other))
    // One signature, the other purchase's sealed half.
    let swapped = PIDualSigned(
      signature: try dishonest.sign(own).signature, sealed: try dishonest.sign(foreign).sealed)
    #expect(try await refused(try dishonest.approval(purchase, payment: swapped), at: market) == .dualSignature)
    var halves = own
    halves.payment = PIData(
      head: dishonest.head(own.payment.head, payee: try MerchantID("TESTSHOP-0002")), card: own.payment.card)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves)), at: market) == .payee)
    let elsewhere = dishonest.order.extensions(Thumb(of: market.merchant.transport.certificate))
    halves.payment = PIData(
      head: dishonest.head(own.payment.head, extensions: elsewhere), card: own.payment.card)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves)), at: market) == .gatewayThumb)
  }

  @Test func aCardNumberAloneBuysNothing() async throws {
    let (market, dishonest, purchase) = try await scene()
    let own = try dishonest.halves(purchase)
    var halves = own
    // The number and expiry, but not the secret: first the stain gives it away, then the name in the certificate.
    let guess = try PANSecret(bytes: Nonce.fresh)
    let card = PANData(
      number: own.payment.card.number, expiry: own.payment.card.expiry, secret: guess, nonce: own.payment.card.nonce)
    halves.payment = PIData(head: own.payment.head, card: card)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves)), at: market) == .transStain)
    let stain = Card.stain(own.payment.head.transaction.xid, guess)
    halves.payment = PIData(head: dishonest.head(own.payment.head, stain: stain), card: card)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves)), at: market)
        == .cardholderName)
  }

  @Test func anExpiredCardIsRefused() async throws {
    let (market, dishonest, purchase) = try await scene()
    var generator = SystemRandomNumberGenerator()
    var halves = try dishonest.halves(purchase)
    let card = halves.payment.card
    let old = PANData(number: card.number, expiry: try CardExpiry("202610"), secret: card.secret, nonce: card.nonce)
    halves.payment = PIData(head: halves.payment.head, card: old)
    let key = SigningKey()
    let desk = market.ceremony.cardholders
    let certificate = try desk.certify(
      .signing(key.publicKey), common: Card.commonName(old.number, old.expiry, old.secret), as: .cardholder,
      using: &generator, at: Market.now)
    let identity = SigningIdentity(certificate: certificate, issuers: desk.authority.path, key: key)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves, by: identity)), at: market)
        == .cardExpiry)
  }

  @Test func baggageBelongsToItsMessage() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (_, _, other) = try await scene("another order")
    guard case .authReq(let mine) = try MessageWrapper(purchase.authReq, at: Market.now).message,
      case .authReq(let theirs) = try MessageWrapper(other.authReq, at: Market.now).message
    else { return #expect(Bool(false)) }
    let mixed = try SealedWithBaggage<AuthReqData, PI>(der: .sequence([mine.sealed.der, theirs.baggage.der]))
    let message = dishonest.wrap(.authReq(mixed), purchase.asked.rrpid, purchase.received.open.transaction)
    #expect(try await refused(message, at: market) == .baggage)
  }

  @Test func strangersAndOtherRolesAreRefused() async throws {
    let (market, dishonest, purchase) = try await scene()
    #expect(
      try await refused(try dishonest.approval(purchase, identity: market.cardholder.identity), at: market)
        == .certificateType)
    let another = try await Market.founded()
    #expect(
      try await refused(try dishonest.approval(purchase, identity: another.merchant.identity), at: market)
        == .certificateChain)
    let merchant = try market.merchant.trust.certificate(
      market.merchant.transport.certificate, among: market.merchant.transport.issuers, .merchant, .transport,
      at: Market.now)
    #expect(try await refused(try dishonest.approval(purchase, to: merchant), at: market) == .recipient)
    let late = Market.now.advanced(by: Span(seconds: 8 * 86_400))
    #expect(try await eventualCheck { _ = try await market.gateway.process(purchase.authReq, at: late) } == .date)
    let wrongBrand = try SETTrust(
      roots: [market.ceremony.root.certificate], brand: try BrandID("Another Brand"))
    #expect(
      try check {
        _ = try wrongBrand.certificate(
          market.merchant.identity.certificate, among: market.merchant.identity.issuers, .merchant, .signing,
          at: Market.now)
      } == .certificateBrand)
  }

  @Test func aPurchaseCannotBeKeptBack() async throws {
    let (market, _, purchase) = try await scene()
    let late = Market.now.advanced(by: Span(seconds: MessageWrapper.freshness + 1))
    let wrapper = try MessageWrapper(purchase.authReq)
    let fresh = MessageWrapper(
      MessageHeader(
        date: late, ids: wrapper.header.ids, rrpid: wrapper.header.rrpid, software: wrapper.header.software),
      wrapper.message)
    #expect(try await eventualCheck { _ = try await market.gateway.process(fresh.derBytes, at: late) } == .date)
  }

  @Test func aLockIsForThisMerchantAndTheWholeAmount() async throws {
    let (market, dishonest, purchase) = try await scene()
    var halves = try dishonest.halves(purchase)
    let lock = LockOf(market, units: dishonest.order.amount.minorUnits - 1)
    let terms = MessageExtensions([
      .gatewayThumb: market.merchant.gateway.transport.thumb.derBytes, .lockTerms: lock.terms.canonicalBytes,
    ])
    halves.payment = PIData(
      head: dishonest.head(halves.payment.head, extensions: terms), card: halves.payment.card)
    #expect(
      try await refused(try dishonest.approval(purchase, payment: dishonest.sign(halves)), at: market) == .lock)
  }

  @Test func aTokenIsForItsApproval() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let one = try await Purchase(Market.order(in: market), in: market).approved(in: market)
    let other = try await Purchase(Market.order(number: 2, in: market), in: market).approved(in: market)
    let mixed = Approval(
      asked: one.asked, code: one.code, amount: one.amount, captured: nil, token: other.token, lockWord: nil,
      date: one.date)
    let (_, message) = try market.merchant.capture(mixed, amount: one.amount, using: &generator, at: Market.now)
    #expect(try await refused(message, at: market) == .capToken)
    let (more, above) = try market.merchant.capture(
      one, amount: Money(minorUnits: one.amount.minorUnits + 1, .euro), using: &generator, at: Market.now)
    let answer = try await market.gateway.answer(above, at: Market.now)
    #expect(try check { _ = try market.merchant.captured(answer, to: more, at: Market.now) } == .state)
  }
}

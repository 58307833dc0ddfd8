import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// Each check of merchant, cardholder and authority is needed: here is the attack that only it refuses.
@Suite struct PartyRefusalTests {
  private func scene(_ text: String = "1 course") async throws -> (TestMarket, Dishonest, Purchase) {
    let market = try await Market.shared.value
    let order = try Market.order(text, in: market)
    return (market, Dishonest(market: market, order: order), try Purchase(order, in: market))
  }

  @Test func theMerchantRefusesAPurchaseThatIsNotItsOrder() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (_, _, other) = try await scene("another order")
    let open = purchase.received.open
    func refused(_ message: [UInt8]) throws -> SETCheck? {
      try check { _ = try market.merchant.receive(message, for: open, at: Market.now) }
    }
    #expect(try refused(purchase.pReq) == nil)
    #expect(try refused(other.pReq) == .header)
    let own = try dishonest.halves(purchase)
    func changed(
      digest: CMSDigestedData? = nil, challenge: Challenge? = nil, extensions: MessageExtensions? = nil,
      transaction: TransIDs? = nil
    ) -> Dishonest.Halves {
      let old = own.instructions
      return Dishonest.Halves(
        instructions: OIData(
          transaction: transaction ?? old.transaction, rrpid: old.rrpid, challenge: old.challenge,
          orderDigest: digest ?? old.orderDigest, salt: old.salt,
          merchantChallenge: challenge ?? old.merchantChallenge, brand: old.brand, bin: old.bin,
          extensions: extensions ?? old.extensions), payment: own.payment)
    }
    var generator = SystemRandomNumberGenerator()
    let cheaper = changed(digest: other.received.instructions.orderDigest)
    #expect(try refused(dishonest.purchase(cheaper, purchase)) == .order)
    let old = changed(challenge: Challenge(using: &generator))
    #expect(try refused(dishonest.purchase(old, purchase)) == .challenge)
    let elsewhere = changed(extensions: dishonest.order.extensions(market.cardholderThumb))
    #expect(try refused(dishonest.purchase(elsewhere, purchase)) == .gatewayThumb)
    let locked = changed(
      extensions: MessageExtensions([
        .gatewayThumb: market.merchant.gateway.transport.thumb.derBytes,
        .lockTerms: LockOf(market).terms.canonicalBytes,
      ]))
    #expect(try refused(dishonest.purchase(locked, purchase)) == .lock)
    let foreign = try dishonest.halves(other).payment.digest
    #expect(try refused(dishonest.purchase(own, purchase, linked: foreign)) == .dualSignature)
    let swapped = try dishonest.wrap(
      .pReq(
        Alternative(
          PReqDualSigned(
            payment: dishonest.sign(own),
            order: Linked(changed(transaction: other.received.open.transaction).instructions, own.payment.digest)))),
      own.instructions.rrpid, open.transaction)
    #expect(try refused(swapped) == .transaction)
  }

  @Test func theMerchantRefusesAnApprovalThatIsNotItsOwn() async throws {
    let (market, dishonest, purchase) = try await scene()
    let (_, _, other) = try await scene("another order")
    func refused(_ message: [UInt8]) throws -> SETCheck? {
      try check { _ = try market.merchant.approval(message, to: purchase.asked, at: Market.now) }
    }
    #expect(try refused(dishonest.answer(purchase)) == nil)
    #expect(try refused(dishonest.answer(purchase, units: dishonest.order.amount.minorUnits + 1)) == .amount)
    #expect(try refused(dishonest.answer(purchase, rrpid: other.asked.rrpid)) == .rrpid)
    #expect(try refused(dishonest.answer(purchase, token: false)) == .capToken)
    let digest = purchase.received.instructions.digest
    for binding in [
      ApprovalBinding(merchant: try MerchantID("TESTSHOP-0002"), order: digest, request: purchase.asked.rrpid),
      ApprovalBinding(
        merchant: market.merchant.merchant, order: other.received.instructions.digest, request: purchase.asked.rrpid),
      ApprovalBinding(merchant: market.merchant.merchant, order: digest, request: other.asked.rrpid),
    ] {
      #expect(try refused(dishonest.answer(purchase, binding: binding)) == .payee)
    }
    #expect(try refused(dishonest.answer(purchase, identity: market.merchant.identity)) == .certificateType)
  }

  @Test func theCardholderRefusesAnOfferThatIsNotForIt() async throws {
    let (market, dishonest, _) = try await scene()
    var generator = SystemRandomNumberGenerator()
    let order = dishonest.order
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let (open, answer) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    func refused(_ message: [UInt8]) throws -> SETCheck? {
      try check { _ = try market.cardholder.offer(message, to: begun, at: Market.now) }
    }
    #expect(try refused(answer) == nil)
    func offer(
      challenge: Challenge? = nil, rrpid: RRPID? = nil, gateway: Thumb? = nil, identity: SigningIdentity? = nil,
      transaction: TransIDs? = nil
    ) throws -> [UInt8] {
      let data = PInitResData(
        transaction: transaction ?? open.transaction, rrpid: rrpid ?? begun.rrpid,
        cardholderChallenge: challenge ?? begun.challenge, merchantChallenge: open.challenge,
        gateway: gateway ?? market.merchant.gateway.transport.thumb)
      let signed = try Signed(
        data, by: identity ?? market.merchant.identity,
        carrying: [market.merchant.gateway.transport.leaf.der] + market.merchant.gateway.issuers)
      return dishonest.wrap(.pInitRes(signed), begun.rrpid, data.transaction)
    }
    #expect(try refused(offer(challenge: Challenge(using: &generator))) == .challenge)
    #expect(try refused(offer(rrpid: RRPID(using: &generator))) == .rrpid)
    #expect(try refused(offer(gateway: market.cardholderThumb)) == .gatewayThumb)
    #expect(try refused(offer(gateway: Thumb(of: market.merchant.identity.certificate))) == .certificateType)
    let (signing, _, _) = try dishonest.secondMerchant()
    #expect(try refused(offer(identity: signing)) == .payee)
    let foreign = TransIDs(
      cardholderID: try LocalID(bytes: [9]), merchantID: order.number, xid: open.xid, requested: Market.now,
      language: order.language)
    #expect(try refused(offer(transaction: foreign)) == .transaction)
    let later = TransIDs(
      cardholderID: begun.localID, merchantID: order.number, xid: open.xid,
      requested: Market.now.advanced(by: Span(seconds: MessageWrapper.freshness + 1)), language: order.language)
    #expect(try refused(offer(transaction: later)) == .date)
  }

  @Test func theCardholderRefusesAResultThatTookMore() async throws {
    let (market, dishonest, purchase) = try await scene()
    var record = PurchaseRecord()
    record.approved = AuthStatus(
      date: Market.now, code: .approved,
      amount: CurrencyAmount(Money(minorUnits: dishonest.order.amount.minorUnits + 1, .euro)))
    let answer = try market.merchant.result(purchase.received, record, at: Market.now)
    #expect(try check { _ = try market.cardholder.result(answer, to: purchase.sent, at: Market.now) } == .amount)
    let (signing, _, _) = try dishonest.secondMerchant()
    let honest = PurchaseRecord().answer(
      purchase.received.open.transaction, purchase.sent.rrpid, purchase.sent.challenge)
    let stranger = dishonest.wrap(
      .pRes(try Signed(honest, by: signing)), purchase.sent.rrpid, purchase.received.open.transaction)
    #expect(try check { _ = try market.cardholder.result(stranger, to: purchase.sent, at: Market.now) } == .payee)
  }

  @Test func nobodyRegistersAKeyForACardByItsNumberAlone() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let desk = market.ceremony.cardholders
    let thief = CardRegistration(
      trust: try market.ceremony.trust, number: market.cardholder.card.number, expiry: market.cardholder.card.expiry,
      language: try Language("en"), software: market.cardholder.software)
    let (begun, first) = try thief.begin(using: &generator, at: Market.now)
    let opening = try desk.begin(first, software: thief.software, at: Market.now)
    let (asked, second) = try thief.form(opening, to: begun, using: &generator, at: Market.now)
    let (challenge, form) = try desk.form(second, software: thief.software, using: &generator, at: Market.now)
    let filled = try thief.read(form, to: asked, at: Market.now)
    func certify(_ answers: [String: String], challenge: Challenge) async throws -> SETCheck? {
      let (_, third) = try thief.request(
        filled, answers: answers, key: SigningKey(), using: &generator, at: Market.now)
      return try await eventualCheck {
        var generator = SystemRandomNumberGenerator()
        _ = try await desk.certify(
          third, challenge: challenge, cards: market.gateway.cards, records: market.records, software: thief.software,
          using: &generator, at: Market.now)
      }
    }
    let question = CertificateDesk.codeQuestion
    #expect(try await certify([:], challenge: challenge) == .registrationSecret)
    #expect(try await certify([question: "letter-0000"], challenge: challenge) == .registrationSecret)
    #expect(
      try await certify([question: TestMarket.code], challenge: Challenge(using: &generator)) == .challenge)
    #expect(try await certify([question: TestMarket.code], challenge: challenge) == nil)
  }

  @Test func aNewRootIsTakenUpWhenTheOldOneHasAnnouncedIt() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    func root(_ key: SigningKey) throws -> [UInt8] {
      try ChainIssuer(founding: key).issue(
        ChainProfile(
          ChainName(organisation: "Semper Test Root"), key: .signing(key.publicKey), usage: .certifying, depth: 3,
          from: Market.now, until: Market.now.advanced(by: Span(seconds: 86_400))), using: &generator)
    }
    let old = market.ceremony.root.certificate
    #expect(HashedRoot.announces(old, try root(market.ceremony.nextRoot)))
    #expect(try !HashedRoot.announces(old, root(SigningKey())))
  }
}

extension TestMarket {
  var cardholderThumb: Thumb { Thumb(of: cardholder.identity.certificate) }
}

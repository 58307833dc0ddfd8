import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A gateway, merchant or cardholder with good certificates whose message is right but for one field: the check for this field
/// refuses it.
@Suite struct AnswerRefusalTests {
  private func scene() async throws -> (TestMarket, Dishonest, Purchase) {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    return (market, Dishonest(market: market, order: order), try Purchase(order, in: market))
  }

  // MARK: What the gateway refuses

  private func refused(_ message: [UInt8], at market: TestMarket) async throws -> SETCheck? {
    try await eventualCheck { _ = try await market.gateway.process(message, at: Market.now) }
  }

  private func asking(
    _ purchase: Purchase, in market: TestMarket, for amount: Money, isSplit: Bool = false, captureNow: Bool = false,
    _ payment: PIDualSigned? = nil
  ) throws -> [UInt8] {
    let honest = purchase.received
    let content = AuthReqData(
      item: AuthReqItem(
        tags: AuthTags(
          tags: market.merchant.tags(purchase.asked.rrpid, Market.now), transaction: honest.open.transaction),
        digests: CheckDigests(order: honest.instructions.digest, orderText: honest.instructions.orderDigest),
        payload: AuthReqPayload(
          isSplit: isSplit, amount: CurrencyAmount(amount), category: market.merchant.category)),
      captureNow: captureNow)
    let message = try SealedWithBaggage(
      content, baggage: PI(payment ?? honest.payment), from: market.merchant.identity,
      carrying: [market.merchant.transport.certificate], to: market.merchant.gateway.transport)
    return market.merchant.wrap(.authReq(message), purchase.asked.rrpid, honest.open.transaction, Market.now)
  }

  @Test func anApprovalIsOfOneWholeAmountInTheCurrencyThatWasSigned() async throws {
    let (market, dishonest, purchase) = try await scene()
    let amount = dishonest.order.amount
    #expect(try await refused(asking(purchase, in: market, for: .zero(.euro)), at: market) == .amount)
    #expect(try await refused(asking(purchase, in: market, for: amount, isSplit: true), at: market) == .amount)
    let dollars = Money(minorUnits: amount.minorUnits, try Currency(code: "USD"))
    #expect(try await refused(asking(purchase, in: market, for: dollars), at: market) == .amount)
    #expect(try await refused(asking(purchase, in: market, for: amount), at: market) == nil)
  }

  @Test func aLockIsForTheMerchantThatAsksWithoutATimeAndIsNotCapturedAtOnce() async throws {
    let (market, dishonest, purchase) = try await scene()
    let fit = LockOf(market).terms
    func instructions(_ payee: Thumbprint, _ settlement: Span? = nil) throws -> PIDualSigned {
      let terms = LockTerms(
        exchange: fit.exchange, path: fit.path, opening: fit.opening, amount: fit.amount, payee: payee,
        refund: fit.refund, arbiter: fit.arbiter, rule: fit.rule, settlement: settlement)
      let extensions = MessageExtensions([
        .gatewayThumb: market.merchant.gateway.transport.thumb.derBytes, .lockTerms: terms.canonicalBytes,
      ])
      var halves = try dishonest.halves(purchase)
      halves.payment = PIData(
        head: dishonest.head(halves.payment.head, extensions: extensions), card: halves.payment.card)
      return try dishonest.sign(halves)
    }
    func refusal(_ payment: PIDualSigned, captureNow: Bool = false) async throws -> SETCheck? {
      try await refused(
        asking(purchase, in: market, for: dishonest.order.amount, captureNow: captureNow, payment), at: market)
    }
    #expect(try await refusal(instructions(SigningKey().thumbprint)) == .lock)
    #expect(try await refusal(instructions(fit.payee, Span(seconds: 60))) == .lock)
    #expect(try await refusal(instructions(fit.payee), captureNow: true) == .lock)
    #expect(try await refusal(instructions(fit.payee)) == nil)
  }

  // MARK: What the merchant refuses

  private struct Said {
    var tags: RRTags
    var transaction: TransIDs
    var amount: Money
    var code = AuthorisationCode.approved
    var capture: CapResPayload?
  }

  @Test func anApprovalIsRefusedWhateverItSaysWrong() async throws {
    let (market, dishonest, purchase) = try await scene()
    let honest = purchase.received
    let recipient = try market.merchant.trust.certificate(
      market.merchant.transport.certificate, among: market.merchant.transport.issuers, .merchant, .transport,
      at: Market.now)
    let gateway = market.gateway.configuration.identity
    func refused(_ change: (inout Said) throws -> Void) throws -> SETCheck? {
      var said = Said(
        tags: market.merchant.tags(purchase.asked.rrpid, Market.now), transaction: honest.open.transaction,
        amount: dishonest.order.amount)
      try change(&said)
      let bound = ApprovalBinding(
        merchant: market.merchant.merchant, order: honest.instructions.digest, request: purchase.asked.rrpid)
      let data = AuthResData(
        tags: AuthTags(tags: said.tags, transaction: said.transaction),
        payload: AuthResPayload(
          header: AuthHeader(amount: CurrencyAmount(said.amount), code: said.code), capture: said.capture,
          extensions: MessageExtensions([.approvalBinding: bound.derBytes])))
      let token = CapTokenData(
        request: said.tags.rrpid, amount: CurrencyAmount(said.amount), xid: honest.open.xid,
        merchant: market.merchant.merchant)
      let baggage = AuthResBaggage(
        token: try Sealed(token, from: gateway, to: market.merchant.gateway.transport))
      let message = try SealedWithBaggage(data, baggage: baggage, from: gateway, to: recipient)
      let bytes = dishonest.wrap(.authRes(Alternative(message)), purchase.asked.rrpid, honest.open.transaction)
      return try check { _ = try market.merchant.approval(bytes, to: purchase.asked, at: Market.now) }
    }
    let units = dishonest.order.amount.minorUnits
    let other = try Purchase(Market.order("another order", in: market), in: market).received.open.transaction
    #expect(try refused { _ in } == nil)
    #expect(try refused { $0.transaction = other } == .transaction)
    #expect(
      try refused {
        $0.tags = RRTags(rrpid: $0.tags.rrpid, merchant: try MerchantID("TESTSHOP-0002"), date: $0.tags.date)
      } == .payee)
    #expect(try refused { $0.amount = Money(minorUnits: units, try Currency(code: "USD")) } == .amount)
    let whole = CapResPayload(code: .success, amount: CurrencyAmount(dishonest.order.amount))
    #expect(
      try refused {
        $0.code = .declined
        $0.capture = whole
      } == .amount)
    let part = CapResPayload(code: .success, amount: CurrencyAmount(Money(minorUnits: units - 1, .euro)))
    #expect(try refused { $0.capture = part } == .amount)
  }

  @Test func aCaptureIsOfTheAmountAndTheApprovalThatWereAskedFor() async throws {
    let (market, dishonest, purchase) = try await scene()
    var generator = SystemRandomNumberGenerator()
    let approval = try await purchase.approved(in: market)
    let (asked, _) = try market.merchant.capture(
      approval, amount: approval.amount, using: &generator, at: Market.now)
    let recipient = try market.merchant.trust.certificate(
      market.merchant.transport.certificate, among: market.merchant.transport.issuers, .merchant, .transport,
      at: Market.now)
    let transaction = purchase.received.open.transaction
    let honest = CapResItem(
      transaction: transaction, request: purchase.asked.rrpid,
      payload: CapResPayload(code: .success, amount: CurrencyAmount(approval.amount)))
    func refused(
      _ items: [CapResItem], rrpid: RRPID? = nil, merchant: MerchantID? = nil
    ) throws -> SETCheck? {
      let tags = RRTags(
        rrpid: rrpid ?? asked.rrpid, merchant: merchant ?? market.merchant.merchant, date: Market.now)
      let message = try Sealed(
        CapResData(tags: tags, items: items), from: market.gateway.configuration.identity, to: recipient)
      let bytes = dishonest.wrap(.capRes(message), asked.rrpid, transaction)
      return try check { _ = try market.merchant.captured(bytes, to: asked, at: Market.now) }
    }
    func item(
      _ transaction: TransIDs? = nil, _ request: RRPID? = nil, _ code: CaptureCode = .success, units: Int64? = nil
    ) -> CapResItem {
      CapResItem(
        transaction: transaction ?? honest.transaction, request: request ?? honest.request,
        payload: CapResPayload(
          code: code, amount: units.map { CurrencyAmount(Money(minorUnits: $0, .euro)) } ?? honest.payload.amount))
    }
    let other = try Purchase(Market.order("another order", in: market), in: market)
    #expect(try refused([honest]) == nil)
    #expect(try refused([honest, honest]) == .transaction)
    #expect(try refused([item(other.received.open.transaction)]) == .transaction)
    #expect(try refused([item(nil, other.asked.rrpid)]) == .transaction)
    #expect(try refused([item(nil, nil, .unspecifiedFailure)]) == .state)
    #expect(try refused([item(units: 1)]) == .amount)
    #expect(try refused([honest], rrpid: other.asked.rrpid) == .rrpid)
    #expect(try refused([honest], merchant: try MerchantID("TESTSHOP-0002")) == .payee)
  }

  // MARK: What the cardholder refuses

  @Test func aResultIsOfThisTransactionAlone() async throws {
    let (market, dishonest, purchase) = try await scene()
    let transaction = purchase.received.open.transaction
    let other = try Purchase(Market.order("another order", in: market), in: market).received.open.transaction
    func refused(
      _ transaction: TransIDs, _ answers: Int, rrpid: RRPID? = nil, challenge: Challenge? = nil
    ) throws -> SETCheck? {
      let data = PResData(
        transaction: transaction, rrpid: rrpid ?? purchase.sent.rrpid, challenge: challenge ?? purchase.sent.challenge,
        payloads: Array(repeating: PResPayload(completion: .orderReceived), count: answers))
      let bytes = dishonest.wrap(
        .pRes(try Signed(data, by: market.merchant.identity)), purchase.sent.rrpid,
        purchase.received.open.transaction)
      return try check { _ = try market.cardholder.result(bytes, to: purchase.sent, at: Market.now) }
    }
    #expect(try refused(transaction, 1) == nil)
    #expect(try refused(other, 1) == .transaction)
    #expect(try refused(transaction, 2) == .decoding)
    #expect(try refused(transaction, 0) == .decoding)
    var generator = SystemRandomNumberGenerator()
    #expect(try refused(transaction, 1, rrpid: RRPID(using: &generator)) == .rrpid)
    #expect(try refused(transaction, 1, challenge: Challenge(using: &generator)) == .challenge)
  }
}

import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A message whose header names another request than what is signed or sealed in it is refused by everybody who gets it.
@Suite struct RenamedMessageTests {
  private func renamed(_ message: [UInt8]) throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let wrapper = try MessageWrapper(message)
    let header = MessageHeader(
      date: wrapper.header.date, ids: wrapper.header.ids, rrpid: RRPID(using: &generator),
      software: wrapper.header.software)
    return MessageWrapper(header, wrapper.message).derBytes
  }

  /// Asks the gateway under the wrong name, then rightly, and has the answer judged under the wrong name.
  private func ask(
    _ message: [UInt8], in market: TestMarket, _ judge: ([UInt8]) throws -> Void
  ) async throws {
    let wrong = try renamed(message)
    #expect(try await eventualCheck { _ = try await market.gateway.process(wrong, at: Market.now) } == .header)
    let answer = try await market.gateway.process(message, at: Market.now)
    #expect(try check { try judge(renamed(answer)) } == .header)
    #expect(try check { try judge(answer) } == nil)
  }

  @Test func betweenMerchantAndGateway() async throws {
    let market = try await Market.founded()
    let merchant = market.merchant
    var generator = SystemRandomNumberGenerator()
    let bought = try Purchase(Market.order(number: 1, in: market), in: market)
    try await ask(bought.authReq, in: market) { _ = try merchant.approval($0, to: bought.asked, at: Market.now) }
    let voided = try await bought.approved(in: market)
    let (voiding, void) = try merchant.void(voided, using: &generator, at: Market.now)
    try await ask(void, in: market) { _ = try merchant.voided($0, to: voiding, at: Market.now) }
    let approval = try await Purchase(Market.order(number: 2, in: market), in: market).approved(in: market)
    let (capturing, capture) = try merchant.capture(
      approval, amount: approval.amount, using: &generator, at: Market.now)
    try await ask(capture, in: market) { _ = try merchant.captured($0, to: capturing, at: Market.now) }
    let (crediting, credit) = try merchant.reverse(
      Credit.self, approval, amount: Money(minorUnits: 300, .euro), using: &generator, at: Market.now)
    try await ask(credit, in: market) { _ = try merchant.reversed(Credit.self, $0, to: crediting, at: Market.now) }
    let (closing, close) = try merchant.administer(batch: nil, .close, using: &generator, at: Market.now)
    try await ask(close, in: market) { _ = try merchant.batch($0, to: closing, at: Market.now) }
    let (asking, question) = try merchant.askCertificates(using: &generator, at: Market.now)
    try await ask(question, in: market) { _ = try merchant.certificates($0, to: asking, at: Market.now) }
    try await Market.audit(market)
  }

  @Test func betweenCardholderAndMerchant() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let order = try Market.order(in: market)
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let wrong = try renamed(first)
    #expect(
      try check {
        var generator = SystemRandomNumberGenerator()
        _ = try market.merchant.open(wrong, order: order, using: &generator, at: Market.now)
      } == .header)
    let (_, offer) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    let offered = try renamed(offer)
    #expect(try check { _ = try market.cardholder.offer(offered, to: begun, at: Market.now) } == .header)
    let purchase = try Purchase(order, in: market)
    let result = try renamed(market.merchant.result(purchase.received, PurchaseRecord(), at: Market.now))
    #expect(try check { _ = try market.cardholder.result(result, to: purchase.sent, at: Market.now) } == .header)
    let (inquiry, question) = try market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    let asked = try renamed(question)
    #expect(
      try check {
        _ = try market.merchant.inquiry(asked, about: purchase.received, PurchaseRecord(), at: Market.now)
      } == .header)
    let answer = try renamed(
      market.merchant.inquiry(question, about: purchase.received, PurchaseRecord(), at: Market.now))
    #expect(try check { _ = try market.cardholder.result(answer, to: inquiry, at: Market.now) } == .header)
  }

  @Test func whenACardIsRegistered() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let desk = market.ceremony.cardholders
    let holder = CardRegistration(
      trust: try market.ceremony.trust, number: market.cardholder.card.number, expiry: market.cardholder.card.expiry,
      language: try Language("en"), software: market.cardholder.software)
    let (begun, first) = try holder.begin(using: &generator, at: Market.now)
    let beginning = try renamed(first)
    #expect(try check { _ = try desk.begin(beginning, software: holder.software, at: Market.now) } == .header)
    let opening = try desk.begin(first, software: holder.software, at: Market.now)
    let offered = try renamed(opening)
    #expect(
      try check {
        var generator = SystemRandomNumberGenerator()
        _ = try holder.form(offered, to: begun, using: &generator, at: Market.now)
      } == .header)
    let (asked, second) = try holder.form(opening, to: begun, using: &generator, at: Market.now)
    let asking = try renamed(second)
    #expect(
      try check {
        var generator = SystemRandomNumberGenerator()
        _ = try desk.form(asking, software: holder.software, using: &generator, at: Market.now)
      } == .header)
    let (challenge, form) = try desk.form(second, software: holder.software, using: &generator, at: Market.now)
    let told = try renamed(form)
    #expect(try check { _ = try holder.read(told, to: asked, at: Market.now) } == .header)
    let filled = try holder.read(form, to: asked, at: Market.now)
    let (requested, third) = try holder.request(
      filled, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator,
      at: Market.now)
    func certify(_ message: [UInt8]) async throws -> [UInt8] {
      var generator = SystemRandomNumberGenerator()
      return try await desk.certify(
        message, challenge: challenge, cards: market.gateway.cards, records: market.records,
        software: holder.software, using: &generator, at: Market.now)
    }
    let requesting = try renamed(third)
    #expect(try await eventualCheck { _ = try await certify(requesting) } == .header)
    let certified = try await certify(third)
    let issued = try renamed(certified)
    #expect(try check { _ = try holder.certificate(issued, to: requested, at: Market.now) } == .header)
    #expect(try check { _ = try holder.certificate(certified, to: requested, at: Market.now) } == nil)
  }

  @Test func aCardOfAnotherBrandIsNotRegistered() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let other = try SETTrust(roots: [market.ceremony.root.certificate], brand: try BrandID("Another Brand"))
    let holder = CardRegistration(
      trust: other, number: market.cardholder.card.number, expiry: market.cardholder.card.expiry,
      language: try Language("en"), software: market.cardholder.software)
    let (_, first) = try holder.begin(using: &generator, at: Market.now)
    #expect(
      try check {
        _ = try market.ceremony.cardholders.begin(first, software: holder.software, at: Market.now)
      } == .certificateBrand)
  }
}

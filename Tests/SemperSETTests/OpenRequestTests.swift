import SemperArchive
import SemperCryptography
import SemperModel
import Synchronization
import Testing

@testable import SemperSET

/// What others say while a request waits for the card's issuer.
@Suite struct OpenRequestTests {
  @Test func theNameOfAnOpenRequestIsItsOwn() async throws {
    let scene = try await IssuerScene()
    scene.issuer.says { _ in nil }
    let purchase = try scene.purchase()
    let refusal = await #expect(throws: Refusal.self) {
      try await scene.gateway.answer(purchase.authReq, at: Market.now)
    }
    #expect(refusal?.code == .unavailable)
    // Under the same name, sealed anew.
    let other = try Dishonest(market: scene.market, order: Market.order(in: scene.market)).approval(purchase)
    #expect(try await eventualCheck { _ = try await scene.gateway.process(other, at: Market.now) } == .rrpid)
    scene.issuer.says { _ in true }
    #expect(try await scene.judged(purchase).isApproved)
  }

  /// The request that somebody waits for is seen to its end, but not the one that has come before his turn.
  @Test func whoWaitsForOneRequestDoesNotWaitForTheNext() async throws {
    let scene = try await IssuerScene()
    let purchase = try scene.purchase()
    let approval = try await scene.judged(purchase)
    scene.issuer.says { _ in nil }
    var generator = SystemRandomNumberGenerator()
    let desk = scene.market.merchant
    let (_, capture) = try desk.capture(approval, amount: approval.amount, using: &generator, at: Market.now)
    await #expect(throws: Refusal.self) { try await scene.gateway.answer(capture, at: Market.now) }
    scene.issuer.says { if case .giveBack = $0 { nil } else { true } }
    let (_, credit) = try desk.reverse(
      Credit.self, approval, amount: Money(minorUnits: 5_00, .euro), using: &generator, at: Market.now)
    let name = try #require(try MessageWrapper(capture).header.rrpid)
    let isNext = Mutex(true)
    let gateway = scene.gateway {
      let isDecided = try await scene.records.read { try $0.value(name.bytes, in: GatewayTables.decisions) != nil }
      guard isDecided,
        isNext.withLock({ next in
          defer { next = false }
          return next
        })
      else { return }
      await #expect(throws: Refusal.self) { try await scene.gateway.answer(credit, at: Market.now) }
      scene.issuer.says { _ in true }
    }
    let (_, question) = try scene.market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    let refusal = await #expect(throws: Refusal.self) { try await gateway.answer(question, at: Market.now) }
    #expect(refusal?.code == .unavailable)
    let hasCome = isNext.withLock { !$0 }
    #expect(hasCome)
    try await scene.expect(merchant: 20_00, held: 5_00)
    #expect(try await scene.gateway.resume() == 0)
    try await scene.expect(merchant: 20_00, held: 0)
  }
}

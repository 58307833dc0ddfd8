import SemperArchive
import SemperModel
import Testing

@testable import SemperSET

/// Which cards may pay.
@Suite struct CardFileTests {
  @Test func aCardIsAdmittedOnce() async throws {
    let scene = try await IssuerScene()
    let (cards, card, buyer) = (scene.cards, scene.market.cardholder.card, scene.market.buyer)
    let own = CardNumber.test(7)
    try await scene.records.transact { try cards.issue(own, card.expiry, on: buyer, code: "own", $0) }
    for number in [card.number, own] {
      let refusal = await #expect(throws: Refusal.self) {
        try await scene.records.transact { try cards.admit(number, card.expiry, code: "other", $0) }
      }
      #expect(refusal?.code == .idReused)
    }
    // The code of its letter is still the first.
    #expect(try await scene.records.read { try cards.accepts(TestMarket.code, card.number, card.expiry, $0) })
    #expect(try await scene.records.read { try cards.account(own, card.expiry, $0) } == buyer)
  }

  @Test func aBlockedCardIsDeclinedAndItsIssuerNotAsked() async throws {
    let scene = try await IssuerScene()
    try await scene.block()
    #expect(try await !scene.judged(scene.purchase()).isApproved)
    #expect(scene.issuer.asked.isEmpty)
    try await scene.expect(merchant: 0, held: 0)
  }

  @Test func whatWasBegunBeforeTheBlockIsFinished() async throws {
    let scene = try await IssuerScene()
    scene.issuer.says { _ in nil }
    let purchase = try scene.purchase()
    await #expect(throws: Refusal.self) { try await scene.gateway.answer(purchase.authReq, at: Market.now) }
    try await scene.block()
    scene.issuer.says { _ in true }
    #expect(try await scene.gateway.resume() == 0)
    #expect(try await scene.judged(purchase).isApproved)
    try await scene.expect(merchant: 0, held: 25_00)
  }

  @Test func aCardThatNobodyHasIssuedIsDeclined() async throws {
    let scene = try await IssuerScene()
    let stranger = Gateway(
      scene.gateway.configuration, cards: CardFile(key: Nonce.fresh), records: scene.records, issuer: scene.issuer)
    let purchase = try scene.purchase()
    let answer = try await stranger.answer(purchase.authReq, at: Market.now)
    #expect(try !scene.market.merchant.approval(answer, to: purchase.asked, at: Market.now).isApproved)
    #expect(scene.issuer.asked.isEmpty)
  }
}

import SemperArchive
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// Whole purchases over the messages, with the bank's ledger behind the gateway.
@Suite struct PurchaseTests {
  @Test func aWholePurchaseIsPaidAndPartlyGivenBack() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let order = try Market.order(in: market)
    let recorded = try await RecordedPurchase(
      in: market, order, credit: Money(minorUnits: 500, .euro), using: &generator, at: Market.now)
    #expect(
      recorded.messages.map(\.name) == [
        "PInitReq", "PInitRes", "PReq", "AuthReq", "AuthRes", "PRes", "CapReq", "CapRes", "InqReq", "InqRes", "CredReq",
        "CredRes", "BatchAdminReq", "BatchAdminRes", "PCertReq", "PCertRes",
      ])
    #expect(recorded.result.completion == .capturePerformed && recorded.result.captured == order.amount)
    #expect(try await market.balance(of: market.seller) == Money(minorUnits: 2_000, .euro))
    #expect(try await market.balance(of: market.buyer) == Money(minorUnits: 98_000, .euro))
    #expect(try await market.held() == .zero(.euro))
    try await Market.audit(market)
    #expect(
      market.registrations.map(\.messages).map { $0.map(\.name) } == [
        ["CardCInitReq", "CardCInitRes", "RegFormReq", "RegFormRes", "CertReq", "CertRes"],
        ["Me-AqCInitReq", "Me-AqCInitRes", "CertReq", "CertRes", "CertInqReq", "CertInqRes"],
        ["Me-AqCInitReq", "Me-AqCInitRes", "CertReq", "CertRes", "CertInqReq", "CertInqRes"],
      ])
  }

  @Test func aHoldIsVoidedAndAVoidedOneNotCaptured() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let approval = try await purchase.approved(in: market)
    #expect(try await market.held() == Money(minorUnits: 2_500, .euro))
    let (asked, message) = try market.merchant.void(approval, using: &generator, at: Market.now)
    _ = try market.merchant.voided(try await market.gateway.answer(message, at: Market.now), to: asked, at: Market.now)
    #expect(try await market.balance(of: market.buyer) == Market.grant)
    let (late, capture) = try market.merchant.capture(
      approval, amount: approval.amount, using: &generator, at: Market.now)
    let answer = try await market.gateway.answer(capture, at: Market.now)
    #expect(try check { _ = try market.merchant.captured(answer, to: late, at: Market.now) } == .state)
    try await Market.audit(market)
  }

  @Test func aCaptureIsUndoneAndACreditToo() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let purchase = try Purchase(Market.order(in: market), in: market, captureNow: true)
    let approval = try await purchase.approved(in: market)
    #expect(approval.captured == approval.amount)
    func reverse<Kind: ReversalKind>(_ kind: Kind.Type, _ units: Int64) async throws -> Money {
      let (asked, message) = try market.merchant.reverse(
        kind, approval, amount: Money(minorUnits: units, .euro), using: &generator, at: Market.now)
      return try market.merchant.reversed(
        kind, try await market.gateway.answer(message, at: Market.now), to: asked, at: Market.now)
    }
    _ = try await reverse(Credit.self, 1_000)
    #expect(try await market.balance(of: market.seller).minorUnits == 1_500)
    #expect(try await eventualCheck { _ = try await reverse(Credit.self, 1_501) } == .state)
    #expect(try await eventualCheck { _ = try await reverse(CaptureReversal.self, 2_500) } == .state)
    _ = try await reverse(CreditReversal.self, 1_000)
    _ = try await reverse(CaptureReversal.self, 2_500)
    #expect(try await market.balance(of: market.seller).minorUnits == 0)
    #expect(try await market.held().minorUnits == 2_500)
    try await Market.audit(market)
  }

  @Test func aRepetitionGetsTheSameAnswerAndMovesNothing() async throws {
    let market = try await Market.founded()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let first = try await market.gateway.answer(purchase.authReq, at: Market.now)
    #expect(try await market.gateway.answer(purchase.authReq, at: Market.now) == first)
    #expect(try await market.held().minorUnits == 2_500)
    // The same name for another request, though it is as good as the first.
    var drawn = SystemRandomNumberGenerator()
    let wrapper = try MessageWrapper(
      market.merchant.authorise(purchase.received, captureNow: false, using: &drawn, at: Market.now).1)
    let other = MessageWrapper(
      MessageHeader(
        date: wrapper.header.date, ids: wrapper.header.ids, rrpid: purchase.asked.rrpid,
        software: wrapper.header.software), wrapper.message)
    #expect(try await eventualCheck { _ = try await market.gateway.process(other.derBytes, at: Market.now) } == .rrpid)
    // The same purchase under another name.
    var generator = SystemRandomNumberGenerator()
    let (_, again) = try market.merchant.authorise(
      purchase.received, captureNow: false, using: &generator, at: Market.now)
    #expect(try await eventualCheck { _ = try await market.gateway.process(again, at: Market.now) } == .transaction)
    try await Market.audit(market)
  }

  @Test func aDecisionIsToldHoweverLate() async throws {
    let archive = InMemoryArchive()
    let market = try await Market.founded(archive)
    let purchase = try Purchase(Market.order(in: market), in: market)
    _ = try await market.gateway.answer(purchase.authReq, at: Market.now)
    let late = Market.now.advanced(by: Span(seconds: 2 * 86_400))
    for isAnswerKept in [true, false] {
      if !isAnswerKept {
        let rrpid = purchase.asked.rrpid
        try await archive.records.transact { try $0.remove(rrpid.bytes, in: GatewayTables.answers) }
      }
      let answer = try await market.gateway.answer(purchase.authReq, at: late)
      #expect(try market.merchant.approval(answer, to: purchase.asked, at: late).isApproved)
    }
    let other = try Purchase(Market.order(number: 2, in: market), in: market)
    #expect(try await eventualCheck { _ = try await market.gateway.process(other.authReq, at: late) } == .date)
    #expect(try await market.held().minorUnits == 2_500)
  }

  @Test func oneOfManyRepetitionsAtOnceMovesTheMoney() async throws {
    let market = try await Market.founded()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let answers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<20 { group.addTask { try await market.gateway.answer(purchase.authReq, at: Market.now) } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(answers.count == 1)
    #expect(try await market.held().minorUnits == 2_500)
  }

  @Test func tooLittleMoneyIsDeclinedAndAnExpiredHoldComesBack() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let dear = try Purchase(Market.order(units: 100_001, in: market), in: market)
    #expect(try await dear.approved(in: market).code == .declined)
    let approval = try await Purchase(Market.order(number: 2, in: market), in: market).approved(in: market)
    let late = Market.now.advanced(by: Span(seconds: 7 * 86_400))
    let (asked, message) = try market.merchant.capture(approval, amount: approval.amount, using: &generator, at: late)
    // The hold has ended.
    _ = try? market.merchant.captured(try await market.gateway.answer(message, at: late), to: asked, at: late)
    try await Market.audit(market)
  }

  @Test func aCrashBetweenDecisionAndAnswerLosesNothing() async throws {
    let archive = InMemoryArchive()
    let market = try await Market.founded(archive)
    let purchase = try Purchase(Market.order(in: market), in: market)
    let first = try await market.gateway.answer(purchase.authReq, at: Market.now)
    // As if the process had died before it kept the answer.
    let rrpid = purchase.asked.rrpid
    try await archive.records.transact { try $0.remove(rrpid.bytes, in: GatewayTables.answers) }
    let second = try await market.gateway.answer(purchase.authReq, at: Market.now)
    #expect(first != second, "signed and sealed anew")
    let approval = try market.merchant.approval(second, to: purchase.asked, at: Market.now)
    #expect(approval.isApproved)
    #expect(try await market.held().minorUnits == 2_500)
    try await Market.audit(market)
  }
}

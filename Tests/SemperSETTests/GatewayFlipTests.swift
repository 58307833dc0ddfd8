import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// No bit is free in what a merchant and a gateway say to each other after the approval, nor in what a cardholder asks later.
@Suite struct GatewayFlipTests {
  /// A request is refused wherever it is changed; so is its answer, by who asked.
  private func flip(
    _ request: [UInt8], in market: TestMarket, _ judge: ([UInt8]) throws -> Void
  ) async throws -> (request: [SETCheck: Int], answer: [SETCheck: Int]) {
    let refused = try await Flips.of(request, every: Flips.wide) {
      _ = try await market.gateway.process($0, at: Market.now)
    }
    let answer = try await market.gateway.process(request, at: Market.now)
    let missed = try await Flips.of(answer, every: Flips.wide) { try judge($0) }
    return (refused, missed)
  }

  private func approved(_ number: UInt8, in market: TestMarket) async throws -> Approval {
    try await Purchase(Market.order(number: number, in: market), in: market).approved(in: market)
  }

  @Test func noBitOfAVoidIsFree() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let approval = try await approved(1, in: market)
    let (asked, message) = try market.merchant.void(approval, using: &generator, at: Market.now)
    let found = try await flip(message, in: market) { _ = try market.merchant.voided($0, to: asked, at: Market.now) }
    #expect((found.request[.envelope] ?? 0) > 0 && (found.request[.baggage] ?? 0) > 0)
    #expect((found.answer[.envelope] ?? 0) > 0)
    try await Market.audit(market)
  }

  @Test func noBitOfACaptureOrOfWhatUndoesItIsFree() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let approval = try await approved(1, in: market)
    let (asked, message) = try market.merchant.capture(
      approval, amount: approval.amount, using: &generator, at: Market.now)
    let found = try await flip(message, in: market) { _ = try market.merchant.captured($0, to: asked, at: Market.now) }
    #expect((found.request[.baggage] ?? 0) > 0 && (found.answer[.envelope] ?? 0) > 0)
    func reverse<Kind: ReversalKind>(_ kind: Kind.Type, _ amount: Money) async throws {
      var generator = SystemRandomNumberGenerator()
      let (asked, message) = try market.merchant.reverse(
        kind, approval, amount: amount, using: &generator, at: Market.now)
      let found = try await flip(message, in: market) {
        _ = try market.merchant.reversed(kind, $0, to: asked, at: Market.now)
      }
      #expect((found.request[.baggage] ?? 0) > 0 && (found.answer[.envelope] ?? 0) > 0)
    }
    let part = Money(minorUnits: 300, .euro)
    try await reverse(Credit.self, part)
    try await reverse(CreditReversal.self, part)
    try await reverse(CaptureReversal.self, approval.amount)
    #expect(try await market.held() == approval.amount)
    try await Market.audit(market)
  }

  @Test func noBitOfABatchOrOfTheCertificatesIsFree() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let (closing, message) = try market.merchant.administer(batch: nil, .close, using: &generator, at: Market.now)
    let batch = try await flip(message, in: market) { _ = try market.merchant.batch($0, to: closing, at: Market.now) }
    #expect((batch.request[.envelope] ?? 0) > 0 && (batch.answer[.envelope] ?? 0) > 0)
    let (asking, question) = try market.merchant.askCertificates(using: &generator, at: Market.now)
    let certificates = try await flip(question, in: market) {
      _ = try market.merchant.certificates($0, to: asking, at: Market.now)
    }
    #expect((certificates.request[.signature] ?? 0) > 0 && (certificates.answer[.signature] ?? 0) > 0)
  }

  @Test func noBitOfAnInquiryIsFree() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let (inquiry, message) = try market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    let found = try await Flips.of(message, every: Flips.wide) {
      _ = try market.merchant.inquiry($0, about: purchase.received, PurchaseRecord(), at: Market.now)
    }
    #expect((found[.signature] ?? 0) > 0)
    let answer = try market.merchant.inquiry(message, about: purchase.received, PurchaseRecord(), at: Market.now)
    _ = try await Flips.of(answer, every: Flips.wide) {
      _ = try market.cardholder.result($0, to: inquiry, at: Market.now)
    }
  }

  /// An Error moves nothing and ends no doubt, whatever it says.
  @Test func anErrorIsNoAnswerHoweverItIsChanged() async throws {
    let market = try await Market.shared.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    let error = try await market.gateway.answer([0x30, 0x00], at: Market.now)
    let found = try await Flips.of(error, every: Flips.wide) {
      _ = try market.merchant.approval($0, to: purchase.asked, at: Market.now)
    }
    #expect((found[.supported] ?? 0) > 0)
  }

  @Test func anotherVersionAndAnotherTypeAreRefused() async throws {
    let market = try await Market.shared.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    // The header begins with INTEGER 2.
    let version = try #require(purchase.authReq.firstRange(of: [0x02, 0x01, 0x02])).upperBound - 1
    var older = purchase.authReq
    older[version] = 1
    #expect(try await eventualCheck { _ = try await market.gateway.process(older, at: Market.now) } == .version)
    // Signed by the right gateway, but as another structure than the one that is asked for.
    let content = BatchAdminReqData(
      tags: market.merchant.tags(purchase.asked.rrpid, Market.now), batch: nil, operation: nil)
    let other = try Signed(content, by: market.gateway.configuration.identity)
    let read = try Signed<PResData>(der: other.der)
    #expect(try check { _ = try read.claimed() } == .contentType)
  }
}

import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A message with one bit changed is refused by a check with a name, wherever the bit stands.
///
/// Every byte of what is opened without RSA; of the rest every seventh, and every one with `SEMPER_EVERY_BYTE=1`. Left out are
/// the two fields of the header that decide nothing: its date and the name of the program.
@Suite struct ByteFlipTests {
  @Test func noBitOfAnOfferIsFree() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let order = try Market.order(in: market)
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let (_, answer) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    let found = try await Flips.of(answer) { _ = try market.cardholder.offer($0, to: begun, at: Market.now) }
    #expect((found[.decoding] ?? 0) > 0 && (found[.signature] ?? 0) > 0 && (found[.certificateChain] ?? 0) > 0)
    // The beginning is signed by nobody: the answer shows the cardholder what became of it.
    _ = try await Flips.of(first) { changed in
      var generator = SystemRandomNumberGenerator()
      let (_, answer) = try market.merchant.open(changed, order: order, using: &generator, at: Market.now)
      _ = try market.cardholder.offer(answer, to: begun, at: Market.now)
    }
  }

  @Test func noBitOfAResultIsFree() async throws {
    let market = try await Market.shared.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    var record = PurchaseRecord()
    record.approved = AuthStatus(
      date: Market.now, code: .approved, amount: CurrencyAmount(purchase.sent.order.amount))
    let answer = try market.merchant.result(purchase.received, record, at: Market.now)
    let found = try await Flips.of(answer) { _ = try market.cardholder.result($0, to: purchase.sent, at: Market.now) }
    #expect((found[.header] ?? 0) > 0 && (found[.signature] ?? 0) > 0)
  }

  @Test func noBitOfAPurchaseIsFree() async throws {
    let market = try await Market.shared.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    let dishonest = Dishonest(market: market, order: purchase.sent.order)
    // What the merchant cannot read it passes on, and the gateway refuses it.
    let found = try await Flips.of(purchase.pReq, every: Flips.stride) { changed in
      let received = try market.merchant.receive(changed, for: purchase.received.open, at: Market.now)
      let message = try dishonest.approval(purchase, payment: received.payment)
      _ = try await market.gateway.process(message, at: Market.now)
    }
    #expect((found[.envelope] ?? 0) > 0 && (found[.dualSignature] ?? 0) > 0)
  }

  @Test func noBitOfARequestForApprovalOrItsAnswerIsFree() async throws {
    let market = try await Market.founded()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let found = try await Flips.of(purchase.authReq, every: Flips.stride) {
      _ = try await market.gateway.process($0, at: Market.now)
    }
    #expect((found[.envelope] ?? 0) > 0 && (found[.baggage] ?? 0) > 0)
    let answer = try await market.gateway.answer(purchase.authReq, at: Market.now)
    let token = try await Flips.of(answer, every: Flips.stride) { changed in
      let approval = try market.merchant.approval(changed, to: purchase.asked, at: Market.now)
      var generator = SystemRandomNumberGenerator()
      let (_, capture) = try market.merchant.capture(
        approval, amount: approval.amount, using: &generator, at: Market.now)
      _ = try await market.gateway.process(capture, at: Market.now)
    }
    #expect((token[.envelope] ?? 0) > 0)
  }
}

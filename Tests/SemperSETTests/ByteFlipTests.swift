import Foundation
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A message with one bit changed is refused by a check with a name, wherever the bit stands.
///
/// Every byte of what is opened without RSA; of the rest every seventh, and every one with `SEMPER_EVERY_BYTE=1`. Left out are
/// the two fields of the header that decide nothing: its date and the name of the program.
@Suite struct ByteFlipTests {
  private static let stride = ProcessInfo.processInfo.environment["SEMPER_EVERY_BYTE"] == nil ? 7 : 1

  private func flips(
    _ message: [UInt8], every step: Int = 1, _ judge: ([UInt8]) async throws -> Void
  ) async throws -> [SETCheck: Int] {
    let wrapper = try MessageWrapper(message, at: Market.now)
    // SEQUENCE, then the header: version, date, ids, name of the request, program.
    let header = wrapper.header.derBytes
    let start = try #require(message.firstRange(of: header)).lowerBound
    let date = try #require(message.firstRange(of: wrapper.header.date.derBytes))
    let software = wrapper.header.software.derBytes
    let program = (start + header.count - software.count + 2)..<(start + header.count)
    var found = [SETCheck: Int]()
    for index in Swift.stride(from: 0, to: message.count, by: step) {
      guard !date.contains(index), !program.contains(index) else { continue }
      var changed = message
      changed[index] ^= 1 << UInt8(index % 8)
      do {
        try await judge(changed)
        Issue.record("byte \(index) of \(wrapper.message.name) was missed")
      } catch let refusal as SETRefusal {
        found[refusal.check, default: 0] += 1
      }
    }
    return found
  }

  @Test func noBitOfAnOfferIsFree() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let order = try Market.order(in: market)
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let (_, answer) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    let found = try await flips(answer) { _ = try market.cardholder.offer($0, to: begun, at: Market.now) }
    #expect((found[.decoding] ?? 0) > 0 && (found[.signature] ?? 0) > 0 && (found[.certificateChain] ?? 0) > 0)
    // The beginning is signed by nobody: the answer shows the cardholder what became of it.
    _ = try await flips(first) { changed in
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
    let found = try await flips(answer) { _ = try market.cardholder.result($0, to: purchase.sent, at: Market.now) }
    #expect((found[.header] ?? 0) > 0 && (found[.signature] ?? 0) > 0)
  }

  @Test func noBitOfAPurchaseIsFree() async throws {
    let market = try await Market.shared.value
    let purchase = try Purchase(Market.order(in: market), in: market)
    let dishonest = Dishonest(market: market, order: purchase.sent.order)
    // What the merchant cannot read it passes on, and the gateway refuses it.
    let found = try await flips(purchase.pReq, every: Self.stride) { changed in
      let received = try market.merchant.receive(changed, for: purchase.received.open, at: Market.now)
      let message = try dishonest.approval(purchase, payment: received.payment)
      _ = try await market.gateway.process(message, at: Market.now)
    }
    #expect((found[.envelope] ?? 0) > 0 && (found[.dualSignature] ?? 0) > 0)
  }

  @Test func noBitOfARequestForApprovalOrItsAnswerIsFree() async throws {
    let market = try await Market.founded()
    let purchase = try Purchase(Market.order(in: market), in: market)
    let found = try await flips(purchase.authReq, every: Self.stride) {
      _ = try await market.gateway.process($0, at: Market.now)
    }
    #expect((found[.envelope] ?? 0) > 0 && (found[.baggage] ?? 0) > 0)
    let answer = try await market.gateway.answer(purchase.authReq, at: Market.now)
    let token = try await flips(answer, every: Self.stride) { changed in
      let approval = try market.merchant.approval(changed, to: purchase.asked, at: Market.now)
      var generator = SystemRandomNumberGenerator()
      let (_, capture) = try market.merchant.capture(
        approval, amount: approval.amount, using: &generator, at: Market.now)
      _ = try await market.gateway.process(capture, at: Market.now)
    }
    #expect((token[.envelope] ?? 0) > 0)
  }
}

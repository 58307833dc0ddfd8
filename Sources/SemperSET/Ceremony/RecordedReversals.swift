public import SemperModel

/// A second purchase whose approval, capture and credit are all undone, and a request that the gateway refuses, each message kept as it
/// travelled. What a purchase that goes well has is in `RecordedPurchase`.
public struct RecordedReversals: Sendable {
  /// Under names that a purchase that goes well does not have: of AuthReq, CapReq and CredReq only what undoes them is kept.
  public let messages: [RecordedMessage]

  /// Buys, captures, credits a part, takes the credit back, undoes the capture, voids the approval, and has a changed request refused.
  public init(
    in market: TestMarket, _ order: AgreedOrder, credit: Money, using generator: inout some RandomNumberGenerator,
    at now: Timestamp
  ) async throws {
    let (cardholder, merchant, gateway) = (market.cardholder, market.merchant, market.gateway)
    let (begun, pInitReq) = try cardholder.begin(order, using: &generator, at: now)
    let (open, pInitRes) = try merchant.open(pInitReq, order: order, using: &generator, at: now)
    let offered = try cardholder.offer(pInitRes, to: begun, at: now)
    let (_, pReq) = try cardholder.purchase(offered, using: &generator, at: now)
    let received = try merchant.receive(pReq, for: open, at: now)
    let (asked, authReq) = try merchant.authorise(received, captureNow: false, using: &generator, at: now)
    let error = try await gateway.answer(Self.changed(authReq), at: now)
    let approval = try merchant.approval(try await gateway.answer(authReq, at: now), to: asked, at: now)
    let (capture, capReq) = try merchant.capture(approval, amount: order.amount, using: &generator, at: now)
    _ = try merchant.captured(try await gateway.answer(capReq, at: now), to: capture, at: now)
    _ = try await Self.reverse(Credit.self, approval, credit, in: market, using: &generator, at: now)
    var all = try await Self.reverse(CreditReversal.self, approval, credit, in: market, using: &generator, at: now)
    all += try await Self.reverse(CaptureReversal.self, approval, order.amount, in: market, using: &generator, at: now)
    let (void, authRevReq) = try merchant.void(approval, using: &generator, at: now)
    let authRevRes = try await gateway.answer(authRevReq, at: now)
    _ = try merchant.voided(authRevRes, to: void, at: now)
    messages = try (all + [authRevReq, authRevRes, error]).map { try RecordedMessage($0) }
  }

  private static func reverse<Kind: ReversalKind>(
    _ kind: Kind.Type, _ approval: Approval, _ amount: Money, in market: TestMarket,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) async throws -> [[UInt8]] {
    let (asked, request) = try market.merchant.reverse(kind, approval, amount: amount, using: &generator, at: now)
    let answer = try await market.gateway.answer(request, at: now)
    _ = try market.merchant.reversed(kind, answer, to: asked, at: now)
    return [request, answer]
  }

  /// The last byte belongs to what is sealed to the gateway.
  private static func changed(_ message: [UInt8]) -> [UInt8] {
    message.dropLast() + message.suffix(1).map { $0 ^ 1 }
  }
}

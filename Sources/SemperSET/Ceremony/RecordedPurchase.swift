public import SemperModel

/// One purchase from the first message to the credit, each message kept as it travelled.
public struct RecordedPurchase: Sendable {
  public let order: AgreedOrder
  public let messages: [RecordedMessage]
  public let result: PurchaseResult

  /// Buys, holds, captures, inquires, credits a part, and closes the batch.
  public init(
    in market: TestMarket, _ order: AgreedOrder, credit: Money, using generator: inout some RandomNumberGenerator,
    at now: Timestamp
  ) async throws {
    let (cardholder, merchant, gateway) = (market.cardholder, market.merchant, market.gateway)
    var all = [[UInt8]]()
    let (begun, pInitReq) = try cardholder.begin(order, using: &generator, at: now)
    let (open, pInitRes) = try merchant.open(pInitReq, order: order, using: &generator, at: now)
    let offered = try cardholder.offer(pInitRes, to: begun, at: now)
    let (sent, pReq) = try cardholder.purchase(offered, using: &generator, at: now)
    let received = try merchant.receive(pReq, for: open, at: now)
    let (asked, authReq) = try merchant.authorise(received, captureNow: false, using: &generator, at: now)
    let authRes = try await gateway.answer(authReq, at: now)
    let approval = try merchant.approval(authRes, to: asked, at: now)
    var record = PurchaseRecord(approval)
    let pRes = try merchant.result(received, record, at: now)
    all += [pInitReq, pInitRes, pReq, authReq, authRes, pRes]
    _ = try cardholder.result(pRes, to: sent, at: now)
    let (capture, capReq) = try merchant.capture(approval, amount: order.amount, using: &generator, at: now)
    let capRes = try await gateway.answer(capReq, at: now)
    let captured = try merchant.captured(capRes, to: capture, at: now)
    record.captured = CaptureStatus(date: now, code: captured.code, amount: captured.amount)
    let (inquiry, inqReq) = try cardholder.inquire(sent, using: &generator, at: now)
    let inqRes = try merchant.inquiry(inqReq, about: received, record, at: now)
    result = try cardholder.result(inqRes, to: inquiry, at: now)
    all += [capReq, capRes, inqReq, inqRes]
    let (back, credReq) = try merchant.reverse(Credit.self, approval, amount: credit, using: &generator, at: now)
    let credRes = try await gateway.answer(credReq, at: now)
    _ = try merchant.reversed(Credit.self, credRes, to: back, at: now)
    let (closing, batchReq) = try merchant.administer(batch: nil, .close, using: &generator, at: now)
    let batchRes = try await gateway.answer(batchReq, at: now)
    _ = try merchant.batch(batchRes, to: closing, at: now)
    let (asking, certReq) = try merchant.askCertificates(using: &generator, at: now)
    let certRes = try await gateway.answer(certReq, at: now)
    _ = try merchant.certificates(certRes, to: asking, at: now)
    all += [credReq, credRes, batchReq, batchRes, certReq, certRes]
    self.order = order
    messages = try all.map { try RecordedMessage($0) }
  }
}

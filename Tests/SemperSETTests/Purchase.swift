import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A purchase of a test, as far as the gateway.
struct Purchase {
  let sent: PurchaseSent
  let received: PurchaseReceived
  let asked: ApprovalAsked
  let pInitRes: [UInt8]
  let pReq: [UInt8]
  let authReq: [UInt8]

  init(_ order: AgreedOrder, in market: TestMarket, captureNow: Bool = false) throws {
    var generator = SystemRandomNumberGenerator()
    let (begun, first) = try market.cardholder.begin(order, using: &generator, at: Market.now)
    let open: OpenOrder
    (open, pInitRes) = try market.merchant.open(first, order: order, using: &generator, at: Market.now)
    let offered = try market.cardholder.offer(pInitRes, to: begun, at: Market.now)
    (sent, pReq) = try market.cardholder.purchase(offered, using: &generator, at: Market.now)
    received = try market.merchant.receive(pReq, for: open, at: Market.now)
    (asked, authReq) = try market.merchant.authorise(
      received, captureNow: captureNow, using: &generator, at: Market.now)
  }

  func approved(in market: TestMarket) async throws -> Approval {
    try market.merchant.approval(
      try await market.gateway.answer(authReq, at: Market.now), to: asked, at: Market.now)
  }
}

/// The check that a refusal names, or `nil` when nothing is refused.
func check(_ body: () throws -> Void) throws -> SETCheck? {
  do {
    try body()
    return nil
  } catch let refusal as SETRefusal {
    return refusal.check
  }
}

func eventualCheck(_ body: () async throws -> Void) async throws -> SETCheck? {
  do {
    try await body()
    return nil
  } catch let refusal as SETRefusal {
    return refusal.check
  }
}

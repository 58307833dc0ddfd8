import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A card payment inside a fair exchange: held under the terms of a lock, moved by what the terms name and nothing else.
@Suite struct LockTests {
  private func locked() async throws -> (TestMarket, LockOf, Approval) {
    let market = try await Market.founded()
    let lock = LockOf(market)
    let purchase = try Purchase(Market.order(lock: { _ in lock }, in: market), in: market)
    let approval = try await purchase.approved(in: market)
    let word = try #require(approval.lockWord)
    let gateway = KeySet([market.gateway.configuration.identity.key.publicKey])
    let receipt = try VerifiedStatement<LockReceipt>(verifying: word, keys: gateway)
    #expect(receipt.content.terms == lock.terms && receipt.content.ledger == market.gateway.ledger)
    return (market, lock, approval)
  }

  private func capture(
    _ market: TestMarket, _ approval: Approval, _ title: LockTitle?, units: Int64 = 2_500
  ) async throws -> CapResPayload {
    var generator = SystemRandomNumberGenerator()
    let (asked, message) = try market.merchant.capture(
      approval, amount: Money(minorUnits: units, .euro), title: title, using: &generator, at: Market.now)
    return try market.merchant.captured(
      try await market.gateway.answer(message, at: Market.now), to: asked, at: Market.now)
  }

  @Test func theOpeningCapturesOnce() async throws {
    let (market, lock, approval) = try await locked()
    #expect(try await eventualCheck { _ = try await capture(market, approval, nil) } == .state, "not without a title")
    let stranger = LockOf(market)
    #expect(
      try await eventualCheck { _ = try await capture(market, approval, .opening(stranger.opening)) } == .supported)
    _ = try await capture(market, approval, .opening(lock.opening))
    #expect(try await market.balance(of: market.seller).minorUnits == 2_500)
    #expect(try await eventualCheck { _ = try await capture(market, approval, .opening(lock.opening)) } == .state)
    let outcome = try await #require(market.gateway.outcome(of: lock.terms))
    let gateway = KeySet([market.gateway.configuration.identity.key.publicKey])
    #expect(try VerifiedStatement<LockOutcome>(verifying: outcome, keys: gateway).content.ending == .claimed)
    let abort = try lock.decision(.aborted)
    _ = try await market.gateway.release(lock.terms, with: abort, at: Market.now)
    #expect(try await market.balance(of: market.seller).minorUnits == 2_500, "what was claimed stays claimed")
    try await Market.audit(market)
  }

  @Test func theArbiterResolvesOrAborts() async throws {
    let (market, lock, approval) = try await locked()
    let elsewhere = try lock.decision(.resolved, exchange: Digest(bytes: Nonce.fresh))
    #expect(try await eventualCheck { _ = try await capture(market, approval, elsewhere) } == .supported)
    _ = try await capture(market, approval, try lock.decision(.resolved))
    #expect(try await market.balance(of: market.seller).minorUnits == 2_500)

    let (second, other, approved) = try await locked()
    var generator = SystemRandomNumberGenerator()
    let (asked, early) = try second.merchant.void(approved, using: &generator, at: Market.now)
    let answer = try await second.gateway.answer(early, at: Market.now)
    #expect(try check { _ = try second.merchant.voided(answer, to: asked, at: Market.now) } == .state)
    let (again, void) = try second.merchant.void(
      approved, title: other.decision(.aborted), using: &generator, at: Market.now)
    _ = try second.merchant.voided(try await second.gateway.answer(void, at: Market.now), to: again, at: Market.now)
    #expect(try await second.balance(of: second.buyer) == Market.grant)
    #expect(try await eventualCheck { _ = try await capture(second, approved, .opening(other.opening)) } == .state)
    try await Market.audit(second)
  }

  @Test func theCardholderGetsTheMoneyBackWithoutTheMerchant() async throws {
    let (market, lock, _) = try await locked()
    #expect(
      try await eventualCheck {
        _ = try await market.gateway.release(lock.terms, with: .opening(lock.opening), at: Market.now)
      }
        == .lock)
    let forged = LockOf(market)
    #expect(
      try await eventualCheck {
        _ = try await market.gateway.release(lock.terms, with: forged.decision(.aborted), at: Market.now)
      } == .lock)
    let word = try await market.gateway.release(lock.terms, with: lock.decision(.aborted), at: Market.now)
    let gateway = KeySet([market.gateway.configuration.identity.key.publicKey])
    #expect(try VerifiedStatement<LockOutcome>(verifying: word, keys: gateway).content.ending == .refunded)
    #expect(try await market.balance(of: market.buyer) == Market.grant)
    try await Market.audit(market)
  }

  @Test func bothDivideWhenTheArbiterIsGone() async throws {
    let (market, lock, approval) = try await locked()
    let division = LockDivision(
      terms: lock.terms, ledger: market.gateway.ledger, paid: Money(minorUnits: 900, .euro),
      agreement: try Digest(bytes: Nonce.fresh), until: Market.now.advanced(by: Span(seconds: 60)),
      refund: lock.refund.publicKey)
    let title = LockTitle.division(try SignedStatement(division, signedBy: [lock.refund]))
    #expect(try await eventualCheck { _ = try await capture(market, approval, title, units: 901) } == .state)
    _ = try await capture(market, approval, title, units: 900)
    #expect(try await market.balance(of: market.seller).minorUnits == 900)
    #expect(try await market.balance(of: market.buyer).minorUnits == 99_100)
    #expect(try await market.held().minorUnits == 0)
    try await Market.audit(market)
  }
}

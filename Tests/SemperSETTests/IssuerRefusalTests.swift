import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import Synchronization
import Testing

@testable import SemperSET

/// An issuer elsewhere that says no where it could say yes: the books of the gateway's bank move no more than what it has done.
@Suite struct IssuerRefusalTests {
  @Test func whatTheIssuerDoesNotCompleteTheMerchantDoesNotGet() async throws {
    let scene = try await IssuerScene()
    let approval = try await scene.approved()
    scene.issuer.says { if case .complete = $0 { false } else { true } }
    #expect(try await scene.capture(approval) == .state)
    // The issuer has let go of it, and so has the gateway.
    try await scene.expect(merchant: 0, held: 0)
    guard case .undo = try #require(scene.issuer.asked.last) else { return #expect(Bool(false)) }
  }

  @Test func whatTheIssuerStillHoldsIsHeldHereToo() async throws {
    let scene = try await IssuerScene()
    let captured = try await scene.approved()
    scene.issuer.says { _ in false }
    #expect(try await scene.capture(captured) == .state)
    try await scene.expect(merchant: 0, held: 25_00)
    var generator = SystemRandomNumberGenerator()
    let (asked, message) = try scene.market.merchant.void(captured, using: &generator, at: Market.now)
    let answer = try await scene.gateway.answer(message, at: Market.now)
    #expect(try check { _ = try scene.market.merchant.voided(answer, to: asked, at: Market.now) } == .state)
    try await scene.expect(merchant: 0, held: 25_00)
    scene.issuer.says { _ in true }
    #expect(try await scene.capture(captured) == nil)
    try await scene.expect(merchant: 25_00, held: 0)
  }

  @Test func aLockEndsOnlyWhenTheIssuerHasGivenTheMoneyBack() async throws {
    let scene = try await IssuerScene()
    let lock = LockOf(scene.market)
    _ = try await scene.approved(lock: lock)
    scene.issuer.says { _ in false }
    let title = try lock.decision(.aborted)
    let refusal = await #expect(throws: Refusal.self) {
      try await scene.gateway.release(lock.terms, with: title, at: Market.now)
    }
    #expect(refusal?.code == .unavailable)
    #expect(try await scene.gateway.outcome(of: lock.terms) == nil)
    try await scene.expect(merchant: 0, held: 25_00)
  }

  @Test func theRestOfADivisionGoesBackAtTheIssuer() async throws {
    let scene = try await IssuerScene()
    let lock = LockOf(scene.market)
    let approval = try await scene.approved(lock: lock)
    let division = LockDivision(
      terms: lock.terms, ledger: scene.gateway.ledger, paid: Money(minorUnits: 9_00, .euro),
      agreement: try Digest(bytes: Nonce.fresh), until: Market.now.advanced(by: Span(seconds: 60)),
      refund: lock.refund.publicKey)
    let title = LockTitle.division(try SignedStatement(division, signedBy: [lock.refund]))
    scene.issuer.says { _ in false }
    let refusal = await #expect(throws: Refusal.self) { try await scene.capture(approval, units: 9_00, title: title) }
    #expect(refusal?.code == .unavailable)
    try await scene.expect(merchant: 0, held: 25_00)

    let (other, second) = (try await IssuerScene(), LockOf(scene.market))
    let locked = try await other.approved(lock: second)
    let fair = LockDivision(
      terms: second.terms, ledger: other.gateway.ledger, paid: division.paid, agreement: division.agreement,
      until: division.until, refund: second.refund.publicKey)
    let agreed = LockTitle.division(try SignedStatement(fair, signedBy: [second.refund]))
    #expect(try await other.capture(locked, units: 9_00, title: agreed) == nil)
    try await other.expect(merchant: 9_00, held: 0)
    guard case .giveBack(let rest, _) = try #require(other.issuer.asked.last) else { return #expect(Bool(false)) }
    #expect(rest == Money(minorUnits: 16_00, .euro))
  }

  /// Another request for the same purchase must not take the money at the issuer a second time.
  @Test func theIssuerIsAskedForAPurchaseOnce() async throws {
    let scene = try await IssuerScene()
    let purchase = try scene.purchase(captureNow: true)
    #expect(try await scene.judged(purchase).isApproved)
    var generator = SystemRandomNumberGenerator()
    let (_, again) = try scene.market.merchant.authorise(
      purchase.received, captureNow: true, using: &generator, at: Market.now)
    #expect(try await eventualCheck { _ = try await scene.gateway.process(again, at: Market.now) } == .transaction)
    #expect(scene.issuer.asked.count == 1)
    #expect(try await scene.gateway.resume() == 0)
  }

  /// A merchant that has spent the money gives nothing back, and the gateway sees it at once.
  @Test func whatCannotBePutAsideIsNotAskedForForEver() async throws {
    let scene = try await IssuerScene()
    let approval = try await scene.approved(captureNow: true)
    let (seller, buyer) = (scene.market.seller, scene.market.buyer)
    try await scene.records.transact { transaction in
      var generator = SystemRandomNumberGenerator()
      try Ledger.post(
        LedgerPosting(
          operation: ID(using: &generator), purpose: .claim, currency: .euro,
          lines: [LedgerLine(.customer(seller), -25_00), LedgerLine(.customer(buyer), 25_00)], time: Market.now),
        transaction)
    }
    struct TooOften: Error {}
    let count = Mutex(0)
    let gateway = scene.gateway {
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number > 20 { throw TooOften() }
    }
    var generator = SystemRandomNumberGenerator()
    let desk = scene.market.merchant
    let (asked, message) = try desk.reverse(
      Credit.self, approval, amount: Money(minorUnits: 5_00, .euro), using: &generator, at: Market.now)
    let answer = try await gateway.answer(message, at: Market.now)
    #expect(try check { _ = try desk.reversed(Credit.self, answer, to: asked, at: Market.now) } == .state)
    #expect(scene.issuer.asked.count == 1)
  }
}

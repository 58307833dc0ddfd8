import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What moves a card's locked money, rule by rule: each title that is none is refused by the one check for it.
@Suite struct LockTitleTests {
  private func move(_ title: LockTitle, _ lock: LockOf, _ market: TestMarket) throws -> LockChecks.Move? {
    do {
      return try LockChecks.move(title, on: lock.terms, ledger: market.gateway.ledger, at: Market.now)
    } catch {
      #expect(error.check == .lock)
      return nil
    }
  }

  @Test func anOpeningOpensWhatItIsForAndNoBond() async throws {
    let market = try await Market.shared.value
    for rule in LockRule.allCases {
      let lock = LockOf(market, rule: rule)
      #expect(try move(.opening(lock.opening), lock, market) == (rule == .bond ? nil : .toPayee), "\(rule)")
      #expect(try move(.opening(LockOf(market).opening), lock, market) == nil, "\(rule)")
    }
  }

  @Test func aDecisionIsTheArbitersAboutThisExchange() async throws {
    let market = try await Market.shared.value
    for rule in LockRule.allCases {
      let lock = LockOf(market, rule: rule)
      for verdict in [ArbiterDecision.Verdict.resolved, .aborted, .failed, .pending, .disclosed] {
        let expected: LockChecks.Move? =
          rule.pays(on: verdict) ? .toPayee : rule.returns(on: verdict) ? .back : nil
        #expect(try move(lock.decision(verdict), lock, market) == expected, "\(rule) \(verdict)")
      }
    }
    let (lock, stranger) = (LockOf(market), LockOf(market))
    let exchange = lock.terms.exchange
    #expect(try move(lock.decision(.aborted, exchange: stranger.terms.exchange), lock, market) == nil)
    #expect(try move(stranger.decision(.aborted, exchange: exchange), lock, market) == nil, "another arbiter")
    // The arbiter's key shown, and a decision that somebody else has signed for itself.
    guard case .decision(let foreign, _) = try stranger.decision(.aborted, exchange: exchange) else { return }
    #expect(try move(.decision(foreign, lock.arbiter.publicKey), lock, market) == nil)
    // The arbiter's own signature under a decision in somebody else's name.
    let named = ArbiterDecision(
      exchange: exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
      arbiter: stranger.arbiter.thumbprint, number: 0, previous: try Digest(bytes: Nonce.fresh), issued: Market.now)
    let both = try SignedStatement(named, signedBy: [stranger.arbiter])
    #expect(try move(.decision(both, stranger.arbiter.publicKey), lock, market) == nil)
  }

  @Test func anAcceptanceGivesBackABondOfThisExchangeByItsPayee() async throws {
    let market = try await Market.shared.value
    let payee = market.merchant.identity.key
    func acceptance(_ exchange: Digest, by key: SigningKey) throws -> LockTitle {
      .acceptance(
        try SignedStatement(AcceptRequest(exchange: exchange, party: key.publicKey), signedBy: [key]))
    }
    let bond = LockOf(market, rule: .bond)
    #expect(try move(acceptance(bond.terms.exchange, by: payee), bond, market) == .back)
    #expect(try move(acceptance(LockOf(market).terms.exchange, by: payee), bond, market) == nil)
    #expect(try move(acceptance(bond.terms.exchange, by: SigningKey()), bond, market) == nil)
    let payment = LockOf(market)
    #expect(try move(acceptance(payment.terms.exchange, by: payee), payment, market) == nil)
  }

  @Test func aDivisionIsOfThisLock() async throws {
    let market = try await Market.shared.value
    let (lock, other) = (LockOf(market), LockOf(market))
    func division(_ lock: LockOf) throws -> LockTitle {
      let division = LockDivision(
        terms: lock.terms, ledger: market.gateway.ledger, paid: Money(minorUnits: 900, .euro),
        agreement: lock.terms.exchange, until: Market.now, refund: lock.refund.publicKey)
      return .division(try SignedStatement(division, signedBy: [lock.refund]))
    }
    #expect(
      try move(division(lock), lock, market)
        == .divided(Money(minorUnits: 900, .euro), agreement: lock.terms.exchange))
    #expect(try move(division(other), lock, market) == nil)
  }
}

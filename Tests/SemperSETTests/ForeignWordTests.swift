import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A gateway whose signed words are about another lock, and a cardholder who pays a till otherwise than was agreed.
@Suite struct ForeignWordTests {
  /// Everything is the gateway's, but for the words on locks.
  private struct LyingLedger: CardLedger {
    let market: TestMarket
    let receipt: SignedStatement
    let outcome: SignedStatement
    var word: PublicKey { market.gateway.word }

    init(_ market: TestMarket, about terms: LockTerms) throws {
      self.market = market
      let (key, ledger) = (market.gateway.configuration.identity.key, market.gateway.ledger)
      receipt = try SignedStatement(
        LockReceipt(
          terms: terms, ledger: ledger, operation: ID(bytes: Array(repeating: 1, count: 16)), issued: Market.now),
        signedBy: [key])
      outcome = try SignedStatement(
        LockOutcome(terms: terms, ending: .claimed, paid: terms.amount, ledger: ledger, issued: Market.now),
        signedBy: [key])
    }

    func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
      let answer = try await market.gateway.answer(message, at: now)
      let wrapper = try MessageWrapper(answer)
      guard case .capRes(let sealed) = wrapper.message else { return answer }
      let data = try sealed.open(with: market.merchantTransport).claimed()
      let item = try #require(data.items.first)
      let payload = CapResPayload(
        code: item.payload.code, amount: item.payload.amount, batch: item.payload.batch,
        position: item.payload.position, extensions: MessageExtensions([.lockWord: outcome.canonicalBytes]))
      let said = CapResData(
        tags: data.tags, items: [CapResItem(transaction: item.transaction, request: item.request, payload: payload)])
      let recipient = try Dishonest(market: market, order: Market.order(in: market)).recipient
      return MessageWrapper(
        wrapper.header,
        .capRes(try Sealed(said, from: market.gateway.configuration.identity, to: recipient))
      ).derBytes
    }

    func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
      outcome
    }
    func receipt(of terms: LockTerms) async throws -> SignedStatement? { receipt }
    func outcome(of terms: LockTerms) async throws -> SignedStatement? { outcome }
  }

  /// Has nothing held, so that the gateway is asked.
  private struct IdleMerchant: CardMerchant {
    let till: CardTill
    func answer(_ message: [UInt8]) async throws -> [UInt8] {
      guard case .pReq = try MessageWrapper(message).message else { return try await till.answer(message) }
      return [0x30, 0x00]
    }
  }

  private func till(_ market: TestMarket, _ gateway: any CardLedger) -> CardTill {
    CardTill(
      desk: market.merchant, gateway: gateway, records: InMemoryArchive().records, time: VirtualTime(now: Market.now),
      arbiterKey: { _ in nil })
  }

  private func purse(_ lock: LockOf, _ market: TestMarket, _ gateway: any CardLedger) -> CardPurse {
    CardPurse(
      desk: market.cardholder, merchant: IdleMerchant(till: till(market, market.gateway)),
      payee: market.merchant.merchant, gateway: gateway, refund: lock.refund, records: InMemoryArchive().records,
      time: VirtualTime(now: Market.now), arbiterKey: { _ in lock.arbiter.publicKey })
  }

  private func code(_ body: () async throws -> Void) async throws -> RefusalCode? {
    do {
      try await body()
      return nil
    } catch let refusal as Refusal {
      return refusal.code
    }
  }

  @Test func aCardBelievesWordsOnItsOwnLockOnly() async throws {
    let market = try await Market.shared.value
    let (own, other) = (LockOf(market), LockOf(market))
    let honest = purse(own, market, try LyingLedger(market, about: own.terms))
    let cheated = purse(own, market, try LyingLedger(market, about: other.terms))
    guard case .decision(let abort, _) = try own.decision(.aborted) else { return #expect(Bool(false)) }
    for (purse, expected) in [(cheated, RefusalCode.outsideTerms), (honest, nil)] {
      #expect(try await code { _ = try await purse.lock(own.terms) } == expected)
      #expect(try await code { _ = try await purse.ending(of: own.terms) } == expected)
      #expect(try await code { _ = try await purse.refund(own.terms, with: abort) } == expected)
    }
  }

  @Test func aTillBelievesWordsOnItsOwnLockOnly() async throws {
    let market = try await Market.trading.value
    for isOwn in [true, false] {
      let lock = LockOf(market)
      let ledger = try LyingLedger(market, about: isOwn ? lock.terms : LockOf(market).terms)
      let till = till(market, ledger)
      _ = try await market.bought(lock.terms, at: till)
      #expect(
        try await code { _ = try await till.claim(lock.terms, with: .opening(lock.opening)) }
          == (isOwn ? nil : .outsideTerms))
    }
  }

  private func isError(_ answer: [UInt8]) throws -> Bool {
    if case .error = try MessageWrapper(answer).message { true } else { false }
  }

  @Test func aTillIsPaidFromLocksThatNameIt() async throws {
    let market = try await Market.shared.value
    let fit = LockOf(market).terms
    for payee in [fit.payee, SigningKey().thumbprint] {
      let terms = LockTerms(
        exchange: fit.exchange, path: fit.path, opening: fit.opening, amount: fit.amount, payee: payee,
        refund: fit.refund, arbiter: fit.arbiter, rule: fit.rule)
      var generator = SystemRandomNumberGenerator()
      let order = try AgreedOrder(lock: terms, payee: market.merchant.merchant)
      let (_, begin) = try market.cardholder.begin(order, using: &generator, at: Market.now)
      #expect(try await isError(till(market, market.gateway).answer(begin)) == (payee != fit.payee))
    }
  }

  /// Whoever could put another purchase in the place of the approved one would keep the merchant from claiming its lock.
  @Test func aSecondPurchaseDoesNotTakeTheFirstOnesPlace() async throws {
    let market = try await Market.trading.value
    let (lock, till) = (LockOf(market), till(market, market.gateway))
    let offered = try await market.bought(lock.terms, at: till)
    var generator = SystemRandomNumberGenerator()
    let (_, second) = try market.cardholder.purchase(offered, using: &generator, at: Market.now)
    #expect(try await isError(till.answer(second)))
    let outcome = try await till.claim(lock.terms, with: .opening(lock.opening))
    #expect(outcome.content.ending == .claimed)
  }
}

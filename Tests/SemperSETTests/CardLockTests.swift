import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A card as purse and till of an exchange, with restarts and lost answers in between.
@Suite struct CardLockTests {
  /// The market's own time, which stands still.
  private struct StillTime: TimeSource {
    func now() async -> Timestamp { Market.now }
    func wait(until time: Timestamp) async throws {}
  }

  /// A line that loses one answer after the other side has done its work.
  private actor LossyLine {
    private var losses: [Int]
    private var count = 0
    init(_ losses: [Int]) { self.losses = losses }
    func isLost() -> Bool {
      defer { count += 1 }
      return losses.contains(count)
    }
  }

  private struct Lost: Error {}

  private struct LossyMerchant: CardMerchant {
    let till: CardTill
    let line: LossyLine
    func answer(_ message: [UInt8]) async throws -> [UInt8] {
      let answer = try await till.answer(message)
      if await line.isLost() { throw Lost() }
      return answer
    }
  }

  private struct LossyGateway: CardLedger {
    let gateway: Gateway
    let line: LossyLine
    var word: PublicKey { gateway.word }
    func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
      let answer = try await gateway.answer(message, at: now)
      if await line.isLost() { throw Lost() }
      return answer
    }
    func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
      let word = try await gateway.release(terms, with: title, at: now)
      if await line.isLost() { throw Lost() }
      return word
    }
    func receipt(of terms: LockTerms) async throws -> SignedStatement? { try await gateway.receipt(of: terms) }
    func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await gateway.outcome(of: terms) }
  }

  private struct Pair {
    let market: TestMarket
    let lock: LockOf
    let purse: CardPurse
    let till: CardTill

    init(_ market: TestMarket, losses: [Int] = [], gatewayLosses: [Int] = [], units: Int64 = 2_500) {
      self.market = market
      let lock = LockOf(market, units: units)
      let gateway = LossyGateway(gateway: market.gateway, line: LossyLine(gatewayLosses))
      let arbiter: @Sendable (Thumbprint) async throws -> PublicKey? = { [key = lock.arbiter.publicKey] in
        $0 == key.thumbprint ? key : nil
      }
      till = CardTill(
        desk: market.merchant, gateway: gateway, records: InMemoryArchive().records, time: StillTime(),
        arbiterKey: arbiter)
      purse = CardPurse(
        desk: market.cardholder, merchant: LossyMerchant(till: till, line: LossyLine(losses)),
        payee: market.merchant.merchant, gateway: gateway, refund: lock.refund, records: InMemoryArchive().records,
        time: StillTime(), arbiterKey: arbiter)
      self.lock = lock
    }
  }

  private func eventually<Result>(_ body: () async throws -> Result) async throws -> Result {
    for _ in 0..<6 {
      do { return try await body() } catch is Lost { continue }
    }
    return try await body()
  }

  @Test func aLockIsMadeOnceAndClaimedWithTheOpening() async throws {
    let pair = Pair(try await Market.founded())
    let receipt = try await pair.purse.lock(pair.lock.terms)
    #expect(try await pair.purse.lock(pair.lock.terms).digest == receipt.digest)
    #expect(receipt.content.ledger == pair.till.ledger && pair.purse.ledger == pair.till.ledger)
    #expect(try await pair.purse.ending(of: pair.lock.terms) == nil)
    let outcome = try await pair.till.claim(pair.lock.terms, with: .opening(pair.lock.opening))
    #expect(outcome.content.ending == .claimed && outcome.content.paid == pair.lock.terms.amount)
    #expect(try await pair.till.claim(pair.lock.terms, with: .opening(pair.lock.opening)).content == outcome.content)
    #expect(try await pair.purse.ending(of: pair.lock.terms)?.content.ending == .claimed)
    #expect(try await pair.market.balance(of: pair.market.seller).minorUnits == 2_500)
    try await Market.audit(pair.market)
  }

  @Test(arguments: [[0], [1], [0, 1, 2]]) func lostAnswersHoldTheMoneyOnce(_ losses: [Int]) async throws {
    let pair = Pair(try await Market.founded(), losses: losses, gatewayLosses: losses)
    _ = try await eventually { try await pair.purse.lock(pair.lock.terms) }
    #expect(try await pair.market.held().minorUnits == 2_500)
    let outcome = try await eventually {
      try await pair.till.claim(pair.lock.terms, with: .opening(pair.lock.opening))
    }
    #expect(outcome.content.ending == .claimed)
    #expect(try await pair.market.balance(of: pair.market.seller).minorUnits == 2_500)
    try await Market.audit(pair.market)
  }

  @Test func anAbortGivesTheMoneyBackAndAResolutionPays() async throws {
    let market = try await Market.founded()
    let (aborted, resolved) = (Pair(market, units: 1_000), Pair(market, units: 2_000))
    for pair in [aborted, resolved] { _ = try await pair.purse.lock(pair.lock.terms) }
    guard case .decision(let abort, _) = try aborted.lock.decision(.aborted),
      case .decision(let resolution, _) = try resolved.lock.decision(.resolved)
    else { return #expect(Bool(false)) }
    let back = try await aborted.purse.refund(aborted.lock.terms, with: abort)
    #expect(back.content.ending == .refunded)
    await #expect(throws: Refusal.self) {
      try await aborted.till.claim(aborted.lock.terms, with: .opening(aborted.lock.opening))
    }
    let paid = try await resolved.till.claim(resolved.lock.terms, with: .decision(resolution))
    #expect(paid.content.ending == .claimed)
    #expect(try await market.balance(of: market.buyer).minorUnits == Market.grant.minorUnits - 2_000)
    try await Market.audit(market)
  }

  @Test(arguments: [0, 700, 2_500] as [Int64]) func bothDivide(_ units: Int64) async throws {
    let pair = Pair(try await Market.founded())
    _ = try await pair.purse.lock(pair.lock.terms)
    let division = try await pair.purse.divide(
      pair.lock.terms, paid: Money(minorUnits: units, .euro), agreement: Digest(bytes: Nonce.fresh),
      until: Market.now.advanced(by: Span(seconds: 60)))
    let outcome = try await pair.till.settle(division.signed)
    #expect(outcome.content.ending == .settled && outcome.content.paid.minorUnits == units)
    #expect(try await pair.market.balance(of: pair.market.seller).minorUnits == units)
    #expect(try await pair.market.held().minorUnits == 0)
    try await Market.audit(pair.market)
  }

  /// A merchant that has the money held and tells the cardholder that something went wrong.
  private struct LyingMerchant: CardMerchant {
    let till: CardTill
    let passesOn: Bool
    func answer(_ message: [UInt8]) async throws -> [UInt8] {
      guard case .pReq = try MessageWrapper(message).message else { return try await till.answer(message) }
      if passesOn { _ = try await till.answer(message) }
      return [0x30, 0x00]
    }
  }

  @Test(arguments: [true, false]) func aMerchantsLieIsFoundOutAtTheGateway(_ passesOn: Bool) async throws {
    let pair = Pair(try await Market.founded())
    let purse = CardPurse(
      desk: pair.market.cardholder, merchant: LyingMerchant(till: pair.till, passesOn: passesOn),
      payee: pair.market.merchant.merchant, gateway: pair.market.gateway, refund: pair.lock.refund,
      records: InMemoryArchive().records, time: StillTime(), arbiterKey: { _ in nil })
    if passesOn {
      #expect(try await purse.lock(pair.lock.terms).content.terms == pair.lock.terms)
    } else {
      // Not a refusal: the merchant could still pass the purchase on.
      await #expect(throws: CryptographyError.self) { try await purse.lock(pair.lock.terms) }
    }
  }

  @Test func anUnpaidLockIsAFinalRefusal() async throws {
    let pair = Pair(try await Market.founded(), units: 100_001)
    await #expect(throws: Refusal.self) { try await pair.purse.lock(pair.lock.terms) }
    #expect(try await pair.market.held().minorUnits == 0)
  }
}

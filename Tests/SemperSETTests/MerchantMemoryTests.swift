import Foundation
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A merchant in a process of its own has sold and been paid; nothing of the card is anywhere in its memory.
@Suite struct MerchantMemoryTests {
  private struct StillTime: TimeSource {
    func now() async -> Timestamp { Market.now }
    func wait(until time: Timestamp) async throws {}
  }

  @Test func noDigitOfTheCardIsInTheMerchantsMemory() async throws {
    let market = try await Market.founded()
    let merchant = try MerchantRun(market)
    defer { merchant.end() }
    let lock = LockOf(market)
    let purse = CardPurse(
      desk: market.cardholder, merchant: merchant, payee: market.merchant.merchant, gateway: market.gateway,
      refund: lock.refund, records: InMemoryArchive().records, time: StillTime(), arbiterKey: { _ in nil })
    _ = try await purse.lock(lock.terms)
    let outcome = try VerifiedStatement<LockOutcome>(
      verifying: SignedStatement(canonicalBytes: try await merchant.claim(lock)), keys: KeySet([market.gateway.word]))
    #expect(outcome.content.ending == .claimed)
    #expect(try await market.balance(of: market.seller).minorUnits == 2_500)

    let memory = try merchant.memory()
    #expect(memory.reduce(0) { $0 + $1.count } > 1 << 20)
    let card = market.cardholder.card
    let secrets =
      [TaintTests.forms(card.number.digits), TaintTests.forms(card.expiry.digits)]
      + [[card.secret.bytes] + TaintTests.texts(card.secret.bytes)]
    for secret in secrets {
      let found = TaintTests.find(memory, secret)
      #expect(found == nil)
    }
    // The search sees what is there: the opening with which it has claimed, and its own name.
    let sees = TaintTests.holds(memory, [lock.opening.bytes])
    #expect(sees)
    let knows = TaintTests.holds(memory, [Array(TestMarket.merchantName.utf8)])
    #expect(knows)
  }
}

import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

@Suite("Leave for ciphertexts at the arbiter")
struct ArbiterDataTests {
  private func claim(_ trade: Trade, by role: ExchangeRole = .responder) throws -> DataClaim {
    try DataClaim(record: trade.record, query: trade.query(by: trade.key(role)))
  }

  @Test("Leave ends after the last window and the retention, and the space is there for others again")
  func retention() async throws {
    let length: Int64 = 70_000 + 2 * 48
    let bench = try await Bench.started(limits: ArbiterLimits(data: length))
    let (trade, other) = (try bench.trade(), try bench.trade())
    let grant = try await bench.arbiter.grant(claim(trade), at: Bench.time(0))
    #expect(grant.ciphertexts.map(\.length) == [length])
    // 90 000 until it closes, two windows of 3600, 200 000 of retention.
    #expect(grant.expires == Bench.time(90_000 + 7_200 + 200_000))
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(other), at: Bench.time(0)) }

    let root = try #require(grant.ciphertexts.first).root
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    try await keeper.work(at: Bench.time(297_199))
    _ = try await bench.arbiter.ciphertext(root, token: grant.token, at: Bench.time(297_199))
    await refused(.notFound) {
      _ = try await bench.arbiter.ciphertext(root, token: grant.token, at: Bench.time(297_200))
    }
    try await keeper.work(at: Bench.time(297_200))
    let later = try bench.trade(at: 297_200)
    _ = try await bench.arbiter.grant(claim(later), at: Bench.time(297_200))
  }

  /// Otherwise what the policy allows could be impossible for who is not registered, on every day.
  @Test("The first stranger of a day is taken whatever its length, the next one is not, and a new day begins anew")
  func strangers() async throws {
    let bench = try await Bench.started(limits: ArbiterLimits(dataOfStrangersADay: 10))
    let begun = Trade.start.seconds % 86_400
    let (first, second) = (try bench.trade(closes: 200_000), try bench.trade(closes: 200_000))
    _ = try await bench.arbiter.grant(claim(first), at: Bench.time(0))
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(second), at: Bench.time(86_399 - begun)) }
    _ = try await bench.arbiter.grant(claim(second), at: Bench.time(86_400 - begun))
  }

  @Test("Both parties get tokens of their own, the same ones for as often as they ask; after the close nobody new does")
  func tokens() async throws {
    let bench = try await Bench.started()
    let (trade, late) = (try bench.trade(), try bench.trade())
    let grant = try await bench.arbiter.grant(claim(trade), at: Bench.time(0))
    #expect(try await bench.arbiter.grant(claim(trade), at: Bench.time(90_001)) == grant)
    #expect(try await bench.arbiter.grant(claim(trade, by: .originator), at: Bench.time(90_001)).token != grant.token)
    await refused(.tooLate) { _ = try await bench.arbiter.grant(claim(late), at: Bench.time(90_001)) }
  }

  @Test("A record without data, or with one that another party signed, gets no leave")
  func claims() async throws {
    let bench = try await Bench.started()
    let (trade, other) = (try bench.trade(), try bench.trade())
    let bare = try bench.trade(data: false)
    await refused(.malformed) { _ = try await bench.arbiter.grant(claim(bare), at: Bench.time(0)) }
    let mixed = ExchangeRecord(
      terms: trade.terms, items: trade.items, commitOriginator: trade.first, commitResponder: other.second)
    await #expect(throws: Refusal.self) {
      _ = try await bench.arbiter.grant(
        DataClaim(record: mixed, query: trade.query(by: trade.responder)), at: Bench.time(0))
    }
    await refused(.notAParty) {
      _ = try await bench.arbiter.grant(
        DataClaim(record: trade.record, query: trade.query(by: trade.outsider)), at: Bench.time(0))
    }
  }
}

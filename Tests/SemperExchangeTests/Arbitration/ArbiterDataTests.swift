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
    let bench = try await Bench.started(limits: ArbiterLimits(data: length, dataOfStrangers: length))
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

  private static let length: Int64 = 70_000 + 2 * 48

  /// Otherwise one who makes up an exchange takes the room of everybody for as long as that may stay open.
  @Test("Strangers have their part of the room and no more, whoever comes first, and listed sellers have theirs")
  func partOfStrangers() async throws {
    let registered = RegisteredParties()
    let limits = ArbiterLimits(
      data: 3 * Self.length, dataOfStrangers: Self.length, dataOfParty: 2 * Self.length, dataOfStrangersADay: .max)
    let bench = try await Bench.started(limits: limits, registered: registered)
    let (one, other, listed) = (try bench.trade(), try bench.trade(), try bench.trade())
    registered.replace(with: [listed.originator.thumbprint])
    _ = try await bench.arbiter.grant(claim(one), at: Bench.time(0))
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(other), at: Bench.time(0)) }
    // Nor on a later day, as long as the first is not removed.
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(other), at: Bench.time(86_399)) }
    _ = try await bench.arbiter.grant(claim(listed), at: Bench.time(0))
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    try await keeper.work(at: Bench.time(297_200))
    let (later, again) = (try bench.trade(at: 297_200), try bench.trade(at: 297_200))
    _ = try await bench.arbiter.grant(claim(later), at: Bench.time(297_200))
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(again), at: Bench.time(297_200)) }
  }

  @Test("A listed seller's customers take half of its part and nobody else's; the seller has room, and other sellers")
  func partOfParty() async throws {
    let registered = RegisteredParties()
    let limits = ArbiterLimits(data: 100 * Self.length, dataOfStrangers: Self.length, dataOfParty: 4 * Self.length)
    let bench = try await Bench.started(limits: limits, registered: registered)
    let (shop, other) = (SigningKey(), SigningKey())
    registered.replace(with: [shop.thumbprint, other.thumbprint])
    func trade(with seller: SigningKey) throws -> Trade { try bench.trade(by: seller) }
    for _ in 0..<2 { _ = try await bench.arbiter.grant(claim(trade(with: shop)), at: Bench.time(0)) }
    await refused(.overloaded) { _ = try await bench.arbiter.grant(claim(trade(with: shop)), at: Bench.time(0)) }
    for _ in 0..<2 {
      _ = try await bench.arbiter.grant(claim(trade(with: shop), by: .originator), at: Bench.time(0))
    }
    await refused(.overloaded) {
      _ = try await bench.arbiter.grant(claim(trade(with: shop), by: .originator), at: Bench.time(0))
    }
    _ = try await bench.arbiter.grant(claim(trade(with: other)), at: Bench.time(0))
    _ = try await bench.arbiter.grant(claim(bench.trade()), at: Bench.time(0))
    // All of it comes back.
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    try await keeper.work(at: Bench.time(297_200))
    for role in [ExchangeRole.responder, .responder, .originator, .originator] {
      let later = try bench.trade(by: shop, at: 297_200)
      _ = try await bench.arbiter.grant(claim(later, by: role), at: Bench.time(297_200))
    }
  }

  @Test("A responder that signs ever new answers gets leave for two, which count once; the originator has its own")
  func manyAnswers() async throws {
    let bench = try await Bench.started(
      limits: ArbiterLimits(data: 2 * Self.length, dataOfStrangers: 2 * Self.length, dataOfStrangersADay: .max))
    let (trade, neighbour) = (try bench.trade(), try bench.trade())
    let twins = try (0..<4).map { _ in try trade.answeredAgain() }
    for twin in twins[..<2] {
      let grant = try await bench.arbiter.grant(claim(twin), at: Bench.time(0))
      #expect(try await bench.arbiter.grant(claim(twin), at: Bench.time(1)) == grant)
    }
    for twin in twins[2...] {
      await refused(.limitExceeded) { _ = try await bench.arbiter.grant(claim(twin), at: Bench.time(0)) }
    }
    // The one that the originator has got, and one that the arbiter might name besides; those of its peer are open to it too.
    for twin in [trade, twins[3], twins[0], twins[1]] {
      _ = try await bench.arbiter.grant(claim(twin, by: .originator), at: Bench.time(0))
    }
    await refused(.limitExceeded) {
      _ = try await bench.arbiter.grant(claim(twins[2], by: .originator), at: Bench.time(0))
    }
    _ = try await bench.arbiter.grant(claim(neighbour), at: Bench.time(0))
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    try await keeper.work(at: Bench.time(297_200))
    for _ in 0..<2 {
      let later = try bench.trade(at: 297_200)
      _ = try await bench.arbiter.grant(claim(later), at: Bench.time(297_200))
    }
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

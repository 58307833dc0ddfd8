import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements
import Testing

@Suite("Deals that wait for somebody rest on disk", .serialized)
struct RestingDealTests {
  /// A little ahead, so that certificates that are issued while a market starts are in force by these clocks.
  private let begin = SystemTime().now().advanced(by: Span(seconds: 120))

  private func market<Result>(
    _ time: VirtualTime, patience: Span, _ body: (Market) async throws -> Result
  ) async throws -> Result {
    try await Market.run(
      .init(
        arbiterTime: time, shopTime: time, mostDeals: 2, restAfter: Span(seconds: 20), patience: patience), body)
  }

  /// A buyer that has signed the contract and to whom the shop has committed itself.
  private func bound(_ market: Market) async throws -> (buyer: HandBuyer, commit: SignedStatement) {
    let buyer = HandBuyer(market)
    #expect(try await buyer.post(buyer.order(buyer.offer())).status == 200)
    let contract = try await buyer.statement(0).countersigned(by: buyer.key)
    #expect(try await buyer.post(contract).status == 200)
    return (buyer, try await buyer.statement(1))
  }

  @Test("They make room for others, and go on where they were, also after a restart", .timeLimit(.minutes(5)))
  func room() async throws {
    let time = VirtualTime(now: begin)
    try await market(time, patience: Span(seconds: 250)) { market in
      let (first, second) = (try await bound(market), try await bound(market))
      let third = HandBuyer(market)
      let order = try await third.order(third.offer())
      // Both have just been asked for, so they stay.
      #expect(Refusal(try await third.post(order))?.code == .overloaded)
      time.advance(by: Span(seconds: 21))
      while try await third.post(order).status != 200 {}
      let contract = try await third.statement(0).countersigned(by: third.key)

      #expect(try await first.buyer.statement(1).digest == first.commit.digest)
      #expect(try await third.post(contract).status == 200)
      #expect(try await third.statement(1).kind == .commitOriginator)
      try await market.shop.restart()
      time.advance(by: Span(seconds: 21))
      for (buyer, commit) in [second, first] {
        #expect(try await buyer.statement(1).digest == commit.digest)
        #expect(try await market.get("/deals/\(buyer.deal)/goods").status == 200)
        time.advance(by: Span(seconds: 21))
      }
    }
  }

  @Test("Whoever has only ordered keeps its place and rests nowhere", .timeLimit(.minutes(5)))
  func ordersOnly() async throws {
    let time = VirtualTime(now: begin)
    try await market(time, patience: Span(seconds: 250)) { market in
      for buyer in [HandBuyer(market), HandBuyer(market)] {
        #expect(try await buyer.post(buyer.order(buyer.offer())).status == 200)
        _ = try await buyer.statement(0)
      }
      let third = HandBuyer(market)
      for _ in 0..<3 {
        time.advance(by: Span(seconds: 25))
        #expect(Refusal(try await third.post(third.order(third.offer())))?.code == .overloaded)
      }
    }
  }

  @Test("Their time wakes them, though nobody else does", .timeLimit(.minutes(5)))
  func inTime() async throws {
    let time = VirtualTime(now: begin)
    try await market(time, patience: Span(seconds: 200)) { market in
      let sleepers = [try await bound(market).buyer, try await bound(market).buyer]
      time.advance(by: Span(seconds: 21))
      // Both are laid down as soon as two others have their places.
      _ = (try await lateBuyer(market), try await lateBuyer(market))
      #expect(try await market.decisionCount() == 0)
      try await market.shop.restart()
      // The shop's patience with the buyers ends, so it takes its promise back before the arbiter.
      while try await market.decisionCount() < sleepers.count { time.advance(by: Span(seconds: 10)) }
    }
  }

  /// One that takes a place of a shop in which all are taken by deals that rest.
  private func lateBuyer(_ market: Market) async throws -> HandBuyer {
    let buyer = HandBuyer(market)
    let order = try await buyer.order(buyer.offer())
    while try await buyer.post(order).status != 200 {}
    return buyer
  }
}

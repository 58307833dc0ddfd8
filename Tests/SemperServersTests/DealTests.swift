import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperEcash
import SemperExchange
import SemperModel
import SemperServers
import SemperTerms
import SemperWallet
import Testing

@Suite("Deals over HTTP", .serialized)
struct DealTests {
  @Test(
    "A course is bought, the files are there, the money has moved, and the evidence holds", .timeLimit(.minutes(10)))
  func happyDeal() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      let record = try #require(machine.record)
      #expect(machine.end == "end.done" && record.outcome == .completed && record.refusals.isEmpty)
      #expect(try market.hasGoods(record.opening.deal))
      let balance = try await wallet.purse.balance()
      #expect(balance.available.minorUnits == 2_000 - 750 && balance.inFlight.minorUnits == 0)
      let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile))))
      let report = EvidenceJudge.judge(
        try await wallet.bundle(of: record.opening.deal).canonicalBytes, trust: trust, at: nil)
      #expect(report.ok, "\(report.faults)")
      // The arbiter was idle.
      #expect(try await market.decisionCount() == 0)
      try await isHandedOutNoMore(record.opening.deal, in: market)
      try wallet.close()
    }
  }

  /// Whoever is shown the evidence has the deal's id and the opening of the goods, and must not get them with that.
  private func isHandedOutNoMore(_ deal: ID<Deal>, in market: Market) async throws {
    for place in ["messages", "goods", "leaves"] {
      // The shop has the buyer's choice and may still be writing down that the deal has ended.
      var reply = try await market.get("/deals/\(deal)/\(place)")
      while reply.status == 200 { reply = try await market.get("/deals/\(deal)/\(place)") }
      #expect(Refusal(reply)?.code == .tooLate, "\(place)")
    }
  }

  @Test("Terms that the owner's policy for services denies are refused before anything is kept or paid")
  func deniedTerms() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      let seven = Money(minorUnits: 7_00, .euro)
      let deals = try market.dealsWithoutManager(
        of: wallet, services: ServicePolicy(unevaluatedAtMost: seven, exposureAtMost: seven))
      let refusal = await #expect(throws: Refusal.self) { try await deals.open(found, patience: Span(seconds: 30)) }
      #expect(refusal?.code == .notEvaluated && refusal?.blame == .us && refusal?.detail.contains("7.00 EUR") == true)
      #expect(try await wallet.deals.all().isEmpty)
      let balance = try await wallet.purse.balance()
      #expect(balance.available.minorUnits == 2_000 && balance.inFlight.minorUnits == 0)
      try wallet.close()
    }
  }

  @Test("The shop is brought down after every statement, and the deal is completed all the same")
  func restarts() async throws {
    // A shop that is just starting again keeps nobody waiting for longer than that, also on a busy machine.
    try await Market.run(
      .init(window: Span(seconds: 900), within: Span(seconds: 1_800), patience: Span(seconds: 600))
    ) { market in
      let restarts = Counter()
      let transport = RestartingTransport(next: market.transport, shop: market.shop, restarts: restarts)
      let wallet = try await market.wallet(over: transport)
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 600))
      let record = try #require(machine.record)
      #expect(machine.end == "end.done" && record.outcome == .completed && record.refusals.isEmpty)
      #expect(try market.hasGoods(record.opening.deal))
      // Order, countersigned contract, M2, M4 and choice from the buyer; contract, M1 and M3 from the shop.
      #expect(restarts.value >= 8)
      #expect(try await market.decisionCount() == 0)
      try wallet.close()
    }
  }

  @Test(
    "What the disk loses between download and opening is downloaded again", .timeLimit(.minutes(10)),
    arguments: SpoilingTransport.Loss.allCases)
  func lostDownload(_ loss: SpoilingTransport.Loss) async throws {
    try await Market.run { market in
      let losses = Counter()
      let transport = SpoilingTransport(
        next: market.transport, loss: loss, directory: market.directory.path(of: "wallet/blobs/partial"),
        losses: losses)
      let wallet = try await market.wallet(over: transport)
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      let record = try #require(machine.record)
      #expect(losses.value == 1)
      #expect(machine.end == "end.done" && record.outcome == .completed)
      #expect(try market.hasGoods(record.opening.deal))
      try wallet.close()
    }
  }
}

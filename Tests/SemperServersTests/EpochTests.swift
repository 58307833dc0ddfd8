import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperServers
import SemperWallet
import Testing

@Suite("The arbiter's epoch turns while a shop runs", .serialized)
struct EpochTests {
  /// A little ahead, so that certificates that are issued while a market starts are in force by these clocks.
  private let begin = SystemTime().now().advanced(by: Span(seconds: 120))

  @Test("Offers of both epochs are bought, and the shop signs its offers anew")
  func turn() async throws {
    let clocks = (arbiter: VirtualTime(now: begin), shop: VirtualTime(now: begin))
    try await Market.run(
      .init(arbiterTime: clocks.arbiter, shopTime: clocks.shop, policy: policy(days: 90))
    ) { market in
      let wallet = try await market.wallet()
      let before = try await find(market, wallet)
      try await turn(clocks.arbiter, in: market, from: before.offer.content.arbiter.epoch)
      // The shop has not looked yet.
      let between = try await find(market, wallet)
      #expect(between.offer.digest == before.offer.digest)
      #expect(between.arbiter.description.arbiter == before.offer.content.arbiter)
      clocks.shop.advance(by: Span(seconds: 60))
      var after = try await find(market, wallet)
      while after.offer.digest == before.offer.digest { after = try await find(market, wallet) }
      #expect(after.offer.content.arbiter.epoch == before.offer.content.arbiter.epoch + 1)
      let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile))))
      for found in [between, after] {
        let deal = try await wallet.deals.open(found, patience: Span(seconds: 30))
        #expect(try await wallet.deals.run(deal).end == "end.done")
        let report = EvidenceJudge.judge(try await wallet.bundle(of: deal).canonicalBytes, trust: trust, at: nil)
        #expect(report.ok, "\(report.faults)")
      }
      try wallet.close()
    }
  }

  @Test("An epoch that may end before an exchange under the terms is not taken")
  func tooShort() async throws {
    let arbiter = VirtualTime(now: begin)
    try await Market.run(.init(arbiterTime: arbiter, policy: policy(days: 1))) { market in
      let wallet = try await market.wallet(withdrawing: nil)
      try await turn(arbiter, in: market, from: find(market, wallet).offer.content.arbiter.epoch)
      let refusal = await #expect(throws: Refusal.self) { try await find(market, wallet) }
      #expect(refusal?.code == .expired)
      for (number, code) in [("7", RefusalCode.notFound), ("-1", .notFound), ("x", .malformed)] {
        #expect(Refusal(try await market.get("/epochs/\(number)", at: market.arbiter))?.code == code)
      }
      try wallet.close()
    }
  }

  /// An epoch is short enough for its end to lie within what clocks may differ.
  private func policy(days: Int64) -> ArbiterPolicy {
    ArbiterPolicy(
      shortestWindow: Span(seconds: 1), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: days * 86_400),
      epochLength: Span(seconds: 100), retention: Span(seconds: 86_400))
  }

  private func find(_ market: Market, _ wallet: WalletHome) async throws -> FoundOffer {
    try await wallet.find(code: try await market.code(), at: await market.shop.address)
  }

  /// Moves the arbiter's clock and waits until it shows the next epoch.
  private func turn(_ time: VirtualTime, in market: Market, from epoch: Int) async throws {
    time.advance(by: Span(seconds: 100))
    while try await VerifiedStatement<RoleDescription>(
      verifying: SignedStatement(bytes: market.get("/.well-known/semper", at: market.arbiter).body), keys: KeySet()
    ).content.arbiter?.epoch == epoch {}
  }
}

import Foundation
import SemperCoding
import SemperCommerce
import SemperEcash
import SemperExchange
import SemperModel
import SemperServers
import SemperWallet
import Testing

/// The buyer's money is locked, its commitment never reaches the shop, and the arbiter is gone.
@Suite("Deals that are settled jointly", .serialized)
struct SettlementTests {
  /// Runs a deal until it is stuck so, and hands on what proposes.
  private func stuck(
    _ body: (Market, WalletHome, ID<Deal>) async throws -> Void
  ) async throws {
    try await Market.run { market in
      let (events, swallowed) = AsyncStream<Void>.makeStream()
      let wallet = try await market.wallet(
        over: SwallowingTransport(next: market.transport, kind: .commitResponder, swallowed: swallowed))
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      await market.arbiter.drop()
      let deal = try await wallet.deals.open(found, patience: Span(seconds: 20))
      let running = Task { try await wallet.deals.run(deal) }
      for await _ in events { break }
      running.cancel()
      _ = await running.result
      try await body(market, wallet, deal)
      try wallet.close()
    }
  }

  private func report(_ market: Market, _ wallet: WalletHome, _ deal: ID<Deal>) async throws -> EvidenceReport {
    let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile))))
    return EvidenceJudge.judge(try await wallet.bundle(of: deal).canonicalBytes, trust: trust, at: nil)
  }

  @Test("All the money comes back, and the evidence says why")
  func refund() async throws {
    try await stuck { market, wallet, deal in
      let price = Money(minorUnits: 750, .euro)
      let balance = try await wallet.purse.balance()
      #expect(balance.available.minorUnits == 2_000 - 750)
      let wish = SettlementWish(paid: .zero(.euro), isGiven: false)
      let machine = try await wallet.deals.settle(deal, as: wish, within: Span(seconds: 60))
      let record = try #require(machine.record)
      guard case .settled(let plan)? = record.outcome else {
        Issue.record("it is not settled: \(String(describing: record.outcome))")
        return
      }
      #expect(plan.paid == .zero(.euro) && plan.paid != price && machine.isFinished)
      #expect(DealSummary(machine)?.outcome == .settled)
      #expect(try await wallet.purse.balance().available.minorUnits == 2_000)
      let report = try await report(market, wallet, deal)
      #expect(report.ok, "\(report.faults)")
      let proves = Set(report.proves.map(\.proven))
      #expect(proves.isSuperset(of: [.exchangeSettled, .paymentRefunded]))
      #expect(proves.isDisjoint(with: [.receiptCounts, .paymentClaimed]))
    }
  }

  @Test("A shop that gives nothing takes what the buyer leaves it, and the money is divided")
  func division() async throws {
    try await stuck { market, wallet, deal in
      let wish = SettlementWish(paid: Money(minorUnits: 150, .euro), isGiven: false)
      let machine = try await wallet.deals.settle(deal, as: wish, within: Span(seconds: 60))
      #expect(machine.isFinished)
      #expect(try await wallet.purse.balance().available.minorUnits == 2_000 - 150)
      let report = try await report(market, wallet, deal)
      #expect(report.ok, "\(report.faults)")
      let proves = Set(report.proves.map(\.proven))
      #expect(proves.isSuperset(of: [.exchangeSettled, .paymentClaimed, .paymentRefunded]))
      #expect(!proves.contains(.receiptCounts))
    }
  }

  @Test("The shop gets the price, and the receipt counts")
  func payment() async throws {
    try await stuck { market, wallet, deal in
      let wish = SettlementWish(paid: Money(minorUnits: 750, .euro), isGiven: true)
      let machine = try await wallet.deals.settle(deal, as: wish, within: Span(seconds: 60))
      #expect(machine.end == "end.done")
      #expect(try await wallet.purse.balance().available.minorUnits == 2_000 - 750)
      let report = try await report(market, wallet, deal)
      #expect(report.ok, "\(report.faults)")
      #expect(
        Set(report.proves.map(\.proven)).isSuperset(of: [.exchangeSettled, .paymentClaimed, .receiptCounts]))
    }
  }

  @Test(
    "A shop does not agree to a part for what counts as given, the deal goes on as before, and another proposal can be made"
  )
  func declined() async throws {
    try await stuck { market, wallet, deal in
      // Beyond the end of the shop's consideration; the wallet's clock decides that nobody has agreed.
      let wish = SettlementWish(paid: Money(minorUnits: 100, .euro), isGiven: true)
      let proposing = Task { try await wallet.deals.settle(deal, as: wish, within: Span(seconds: 60)) }
      while try await wallet.deals.restored(deal).exchange?.settlementProposal == nil { await Task.yield() }
      await #expect(throws: WalletError.self) {
        try await wallet.deals.settle(deal, as: wish, within: Span(seconds: 60))
      }
      proposing.cancel()
      _ = await proposing.result
      #expect(try await wallet.purse.balance().available.minorUnits == 2_000 - 750)
      #expect(try await wallet.deals.restored(deal).exchange?.outcome == nil)
    }
  }
}

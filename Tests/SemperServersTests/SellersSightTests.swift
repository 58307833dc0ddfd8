import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTerms
import SemperWallet
import Testing

@testable import SemperServers

/// What a shop's owner is told of deals that have ended and of claims about them.
@Suite(.serialized) struct SellersSightTests {
  private static let patience = Span(seconds: 30)

  @Test func aDealThatHasEndedSaysSoAndHow() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let machine = try await wallet.buy(
        code: market.code(), at: market.shop.address, patience: Self.patience, paying: "testmoney")
      let deal = try #require(machine.record?.opening.deal)
      while try await market.deals().isEmpty { await Task.yield() }
      for question in [TillQuestion.step(deal, .decline), .raise(deal, "anything")] {
        let refusal = await #expect(throws: Refusal.self) { try await market.till(question) }
        #expect(refusal?.code == .dealEnded && refusal?.detail.contains("end.done") == true, "\(refusal as Any)")
      }
      var generator = SystemRandomNumberGenerator()
      let unknown = ID<Deal>(using: &generator)
      let refusal = await #expect(throws: Refusal.self) { try await market.till(.step(unknown, .decline)) }
      #expect(refusal?.code == .unknownDeal)
      let sold = try #require(try await market.deals().first)
      #expect(sold.paid == Money(minorUnits: 7_50, .euro) && sold.back.minorUnits == 0)
      #expect(sold.refundable == sold.paid, "a refund can give it back")
    }
  }

  @Test func aClaimIsToldWithWhatItIsAbout() async throws {
    var setting = Market.Setting()
    setting.disputes = DisputeTimes(hearing: Span(seconds: 600), appeal: Span(seconds: 600))
    try await Market.run(setting) { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Self.patience)
      let deal = try #require(machine.record?.opening.deal)
      _ = try await wallet.claim(.refundDue, about: deal, amount: nil, because: HumanText("Nothing came."))
      var claims: [TillDispute] = []
      while claims.isEmpty {
        guard case .disputes(let told) = try await market.till(.disputes) else { return }
        claims = told
      }
      #expect(claims.map(\.title) == ["Ein kleiner Kurs"] && claims.map(\.content.grounds.text) == ["Nothing came."])
    }
  }

  /// Homes from before knew purchases alone, which were paid by agreements of payment managers.
  @Test func aDealFromBeforeIsStillRead() throws {
    var generator = SystemRandomNumberGenerator()
    let (deal, price) = (ID<Deal>(using: &generator), Money(minorUnits: 7_50, .euro))
    let agreement = Digest(of: [1], for: .document)
    let before: JSON = .fields([
      "agreement": agreement.json, "deal": deal.json, "ended": Timestamp(seconds: 1_800_000_000).json,
      "price": price.json, "title": "A lamp".json,
    ])
    let sold = try SoldDeal(canonicalBytes: before.canonicalBytes)
    #expect(sold.paid == price && sold.back == .zero(.euro) && sold.agreement == agreement && sold.deal == deal)
    #expect(try SoldDeal(canonicalBytes: sold.canonicalBytes) == sold)
    let shown = TillDeal(sold, status: nil, ruled: Money(minorUnits: 2_00, .euro))
    #expect(shown.back.minorUnits == 2_00 && shown.refundable == nil)
    #expect(try TillDeal(canonicalBytes: shown.canonicalBytes) == shown)
  }
}

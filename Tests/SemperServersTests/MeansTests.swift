import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperServers
import SemperTrustedUI
import SemperWallet
import Testing

/// With what two managers agree to pay, by what their owners like; real wallet, shop, bank and arbiter over real HTTP.
@Suite(.serialized) struct MeansTests {
  private static let patience = Span(seconds: 30)

  /// The system that a purchase was paid with.
  private static func buy(_ market: Market, _ wallet: WalletHome, paying system: String? = nil) async throws -> String?
  {
    let machine = try await wallet.buy(
      code: market.code(), at: market.shop.address, patience: patience, paying: system)
    return DealSummary(machine)?.payment?.system.name
  }

  /// The wallet opened again, after its owner has said what it likes.
  private static func wallet(
    _ market: Market, order: [String]? = nil, avoid: [String]? = nil, asks: Bool? = nil,
    display: any TrustedDisplay = AgreeableDisplay()
  ) async throws -> WalletHome {
    let wallet = try await market.wallet()
    _ = try wallet.setMeans(order: order, avoid: avoid, asks: asks)
    try wallet.close()
    return try await market.reopened(display: display)
  }

  @Test("what the owner likes best is taken, for purchases and bills; --pay goes before it")
  func theOrderDecides() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, order: ["sepa-inst", "testmoney"])
      defer { try? wallet.close() }
      #expect(try wallet.means().order.map(\.name) == ["sepa-inst", "testmoney"])
      #expect(try await Self.buy(market, wallet) == "sepa-inst")
      #expect(try await Self.buy(market, wallet, paying: "testmoney") == "testmoney")
      let link = try BillLink(await market.bill(2_00).link)
      let paid = try await wallet.pay(wallet.find(link), patience: Self.patience)
      #expect(paid.system.name == "sepa-inst" && paid.state == .settled)
    }
  }

  @Test("what the owner avoids is never taken, and what is left is, in the seller's order")
  func avoidedIsNotTaken() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, avoid: ["ecash", "set"])
      defer { try? wallet.close() }
      #expect(try await Self.buy(market, wallet) == "testmoney")
      // Naming one system is a word of its own.
      #expect(try await Self.buy(market, wallet, paying: "ecash") == "ecash")
    }
  }

  @Test("where nothing is left, the refusal says which side excludes what")
  func nothingIsLeft() async throws {
    var setting = Market.Setting()
    setting.means = ["testmoney", "ecash"]
    try await Market.run(setting) { market in
      let wallet = try await Self.wallet(market, avoid: ["ecash", "testmoney"])
      defer { try? wallet.close() }
      let refusal = await #expect(throws: Refusal.self) { try await Self.buy(market, wallet) }
      #expect(refusal?.code == .noCommonPayment)
      #expect(
        refusal?.detail
          == "on the payer's side: testmoney/1: the preferences avoid it; ecash/1: the preferences avoid it. "
          + "on the payee's side: it does not take sepa-inst/1")
      #expect(try await wallet.deals.all().isEmpty)
    }
  }

  @Test("a shop takes only what it likes, in its order, and shows no more")
  func theShopLikesToo() async throws {
    var setting = Market.Setting()
    setting.means = ["sepa-inst", "ecash"]
    try await Market.run(setting) { market in
      guard case .array(let means) = try CanonicalJSON.parse(await market.get("/payments/means").body),
        case .purses(let tills) = try await market.till(.purses)
      else { throw CodingError(.wrongForm, "a list is expected") }
      #expect(try Set(means.map { try String(json: $0["system"] ?? .null) }) == ["sepa-inst/1", "ecash/1"])
      #expect(Set(tills.map(\.purse.scheme.name)) == ["sepa-inst", "ecash"])
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      #expect(try await Self.buy(market, wallet) == "sepa-inst")
      let refusal = await #expect(throws: Refusal.self) { try await Self.buy(market, wallet, paying: "testmoney") }
      #expect(refusal?.code == .noCommonPayment)
    }
  }

  @Test(
    "a shop does not start with means of payment that it cannot take",
    arguments: [["shells"], ["set"], ["ecash", "ecash"]])
  func unknownMeansAreRefused(_ means: [String]) async throws {
    var setting = Market.Setting()
    setting.means = means
    let asked = setting
    await #expect(throws: (any Error).self) { try await Market.run(asked) { _ in } }
  }

  @Test("a person who wants to be asked chooses among what suits both, and sees the level of each")
  func thePersonChooses() async throws {
    try await Market.run { market in
      let display = ChoosingDisplay(1)
      let wallet = try await Self.wallet(market, order: ["testmoney"], asks: true, display: display)
      defer { try? wallet.close() }
      // The first is what the owner likes best, the others come as the shop likes them.
      #expect(try await Self.buy(market, wallet) == "ecash")
      let asked = try #require(display.questions.first)
      let ways = asked.fields.suffix(asked.choices)
      #expect(asked.choices == 3 && ways.map(\.label) == ["1", "2", "3"])
      #expect(zip(ways, ["testmoney", "ecash", "sepa-inst"]).allSatisfy { $0.value.contains($1) })
      #expect(ways.allSatisfy { $0.value.contains("strong fairness, as long as this wallet runs") })
      let link = try BillLink(await market.bill(2_00).link)
      let paid = try await wallet.pay(wallet.find(link), patience: Self.patience)
      #expect(paid.system.name == "ecash" && display.questions.count == 2)
      #expect(display.questions.last?.fields.last?.value.contains("evidence only") == true)
      // One that is named needs no question.
      #expect(try await Self.buy(market, wallet, paying: "testmoney") == "testmoney")
      #expect(display.questions.count == 2)
    }
  }

  @Test("who takes none orders nothing, and is told which option to give")
  func thePersonTakesNone() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, asks: true, display: ChoosingDisplay(nil))
      defer { try? wallet.close() }
      let error = await #expect(throws: WalletError.self) { try await Self.buy(market, wallet) }
      #expect(error?.text == .errorMeansNone && error?.parts["known"] == "ecash, testmoney, sepa-inst")
      #expect(try await wallet.deals.all().isEmpty)
    }
  }

  @Test func preferencesAreRefusedThatSayNothing() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet(withdrawing: nil)
      defer { try? wallet.close() }
      let unknown = #expect(throws: WalletError.self) { try wallet.setMeans(order: ["shells"], avoid: nil, asks: nil) }
      #expect(unknown?.text == .errorMeansUnknown)
      _ = try wallet.setMeans(order: ["set"], avoid: nil, asks: true)
      let twice = #expect(throws: WalletError.self) { try wallet.setMeans(order: nil, avoid: ["set"], asks: nil) }
      #expect(twice?.text == .errorMeansTwice)
      // What is not named stays.
      let kept = try wallet.setMeans(order: nil, avoid: ["chipper"], asks: nil)
      #expect(kept.order.map(\.name) == ["set"] && kept.avoided.map(\.name) == ["chipper"])
      #expect(try wallet.means() == kept && kept.asking == .whenSeveral)
    }
  }
}

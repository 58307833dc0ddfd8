import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// One demonstration from the empty directory to the judge's word.
struct DemoRun {
  static let withdrawn = Money(minorUnits: 100_00, .euro)
  /// The system whose money is locked at a bank of its own.
  static let cards = "set"
  /// The system that moves money between two banks.
  static let transfer = "sepa-inst"
  /// The system whose money is locked at the bank's module.
  private static let chip = "chipper"

  let directory: String
  let semper: String
  let courses: String
  /// Which of them is bought.
  let course: String
  let terms: String
  let fault: FaultCase?
  let plant: PlantedCheat?
  /// With which system; any that suits both when none is named.
  let pay: String?
  /// Whether buyer and shop have their accounts at two banks.
  let hasTwoBanks: Bool
  let texts: Texts
  let tell: @Sendable (String) -> Void

  func run() async throws -> DemoResult {
    let start = ContinuousClock.now
    let market = Marketplace(try plan())
    do {
      tell(texts(DemoText.demoRoles))
      try await market.openServices()
      async let opened = openShop(of: market)
      tell(texts(DemoText.demoFilling))
      let wallet = try await WalletProcess.make(
        in: directory, named: "wallet", semper: semper, trust: await market.trustFile,
        bank: try await market.address("bank").text,
        // Just enough for one purchase, so that a copied wallet must take the same coins.
        amount: fault == .doubleSpend ? await opened.price : Self.withdrawn)
      try await addCards(to: wallet, market)
      let choices = pay == nil ? try await wallet.systems() : nil
      let before = try await wallet.wealth()
      let offer = try await opened
      tell(texts(DemoText.demoBuying, ["title": HumanText.line(offer.title), "price": texts.price(offer.price)]))
      let script = FaultScript(market: market, wallet: wallet, offer: offer, directory: directory, pay: pay) {
        [texts, tell] in
        tell(texts($0))
      }
      let deals = if let plant { try await script.play(plant) } else { try await script.play(fault) }
      tell(texts(DemoText.demoJudging))
      let ends = try await EndOfDeal.gather(
        deals, market: market, courses: courses, before: before, offer: offer,
        // How long the end may take, which is as long as a shop may have to wait for its buyer, and a little; a run in which money
        // stays locked for ever says so instead of hanging.
        patience: plant == nil ? .seconds(330) : .seconds(5))
      await market.close()
      let trust = try TrustFile.read(await market.trustFile)
      var result = try await DemoReport(
        judge: FairnessJudge(trust: trust), trust: await market.trustFile, directory: directory,
        shopHome: market.home("shop")
      ).result(of: deals, ends, milliseconds: Self.milliseconds(since: start))
      result.payment?.choices = choices
      return result
    } catch {
      await market.close()
      throw error
    }
  }

  /// The buyer can pay with everything. Where a fault is played, only what was asked for is fetched: nothing is chosen there.
  private var hasAllMeans: Bool { fault == nil }

  private func addCards(to wallet: WalletProcess, _ market: Marketplace) async throws {
    if hasAllMeans || pay == Self.chip { try await wallet.addChipCard(loading: Self.withdrawn) }
    if hasAllMeans || pay == Self.cards { try await wallet.addCard(of: try await market.address("cardbank").text) }
  }

  private func openShop(of market: Marketplace) async throws -> DemoOffer {
    try await market.openShop()
    return try await DemoOffer.of(course, at: market.address("shop"))
  }

  private static func milliseconds(since start: ContinuousClock.Instant) -> Int64 {
    let elapsed = (ContinuousClock.now - start).components
    return elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
  }

  /// The message that locks the money, on its way to the bank.
  private var heldLock: FaultyNetwork.Rule {
    switch pay {
    case Self.chip: .hold("request", to: "/purses/locks")
    case "testmoney", Self.transfer: .hold("request", "account-lock")
    default: .hold("request", "mint-lock")
    }
  }

  /// Where the network will hold which message, and who sells.
  private func plan() throws -> Marketplace.Plan {
    var plan = Marketplace.Plan(directory: directory, semper: semper, courses: courses, terms: terms)
    plan.takesCards = hasAllMeans || pay == Self.cards
    plan.hasTwoBanks = hasTwoBanks
    switch fault {
    case .sellerVanishes, .arbiterDown, .crashWallet: plan.shopRules = [.hold("response", "open-originator")]
    case .buyerVanishes: plan.shopRules = [.hold("request", "open-responder")]
    case .crashShop:
      plan.shopRules = [.hold("request", "commit-responder")]
      // Longer than a start of the shop: one that is away for longer rightly aborts, and the money comes back.
      plan.patience = "PT30S"
      plan.window = "PT1M"
    case .mintDown:
      plan.bankRules = [heldLock]
      plan.patience = "PT1M"
      plan.window = "PT3M"
    case .transferLost: plan.shopBankRules = [.hold("request", to: "/transfers/interbank")]
    case .badGoods: plan.use(hostile: "bad-goods")
    case .termsChanged: plan.use(hostile: "terms-changed")
    case .cutDownload:
      plan.shopRules = [.cutGoods(after: try SampleCourse.size(of: "\(courses)/\(course)") / 3 + 1)]
    case .doubleSpend, nil: break
    }
    if plant == .robbedSeller { plan.shopRules = [.hold("request", "open-responder")] }
    return plan
  }
}

extension Marketplace.Plan {
  /// The seller is another program than the honest shop.
  fileprivate mutating func use(hostile cheat: String) {
    sellerProgram = URL(fileURLWithPath: semper).deletingLastPathComponent().path + "/semper-hostile"
    seller = ["seller", "--cheat", cheat]
  }
}

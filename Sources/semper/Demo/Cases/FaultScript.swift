import Foundation
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperModel
import SemperPayments
import SemperWallet

/// Plays one case: starts the purchase, brings the fault at its moment, lets everybody recover, and returns the wallets'
/// last words on the deals.
struct FaultScript {
  /// A purchase that one wallet made or tried.
  struct Purchase: Sendable {
    let wallet: WalletProcess
    let answer: JSON
  }

  let market: Marketplace
  let wallet: WalletProcess
  let offer: DemoOffer
  let directory: String
  let pay: String?
  let tell: @Sendable (DemoText) -> Void

  func play(_ fault: FaultCase?) async throws -> [Purchase] {
    switch fault {
    case nil, .badGoods, .termsChanged: return [try await buy()]
    case .sellerVanishes: return [try await sellerVanishes(arbiterIsDown: false)]
    case .arbiterDown: return [try await sellerVanishes(arbiterIsDown: true)]
    case .buyerVanishes: return [try await buyerVanishes()]
    case .mintDown: return [try await mintDown()]
    case .crashWallet: return [try await crashWallet()]
    case .crashShop: return [try await crashShop()]
    case .cutDownload: return [try await cutDownload()]
    case .doubleSpend: return try await doubleSpend()
    case .transferLost: return [try await transferLost()]
    }
  }

  /// Lets one side lose what it holds.
  func play(_ plant: PlantedCheat) async throws -> [Purchase] {
    switch plant {
    case .robbedSeller:
      let network = try await shopNetwork
      let buying = try await start()
      try await network.matched()
      await market.kill("shop")
      try FileManager.default.removeItem(atPath: await market.home("shop"))
      await network.drop()
      await network.cut()
      return [Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))]
    case .robbedBuyer:
      let purchase = try await buy()
      try FileManager.default.removeItem(atPath: String(json: purchase.answer["goods"] ?? .null))
      return [purchase]
    }
  }

  private func start(patience: Int = WalletProcess.patience) async throws -> ChildProcess {
    let process = wallet.buying(offer.code, at: try await market.address("shop").text, paying: pay, patience: patience)
    try await process.start()
    return process
  }

  private func buy() async throws -> Purchase {
    Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: try await start(), log: wallet.log))
  }

  private var shopNetwork: FaultyNetwork {
    get async throws {
      guard let network = await market.shopNetwork else {
        throw DemoError(.demoErrorNetwork, ["part": "shop"])
      }
      return network
    }
  }

  private func sellerVanishes(arbiterIsDown: Bool) async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell(.faultShopKilled)
    await market.kill("shop")
    if arbiterIsDown {
      tell(.faultArbiterDown)
      await market.kill("arbiter")
    }
    await network.drop()
    await network.cut()
    if arbiterIsDown {
      // Long enough for the wallet to have asked in vain.
      try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: 5)))
      tell(.faultArbiterBack)
      try await market.restart("arbiter")
    }
    let answer = try await WalletProcess.answer(of: buying, log: wallet.log)
    tell(.faultShopBack)
    await network.mend()
    try await market.restart("shop")
    return Purchase(wallet: wallet, answer: answer)
  }

  private func buyerVanishes() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell(.faultBuyerKilled)
    await buying.killHard()
    await network.drop()
    let deal = try await lastDeal(["--offline"])
    try await LockWatch(bank: market.address(Self.ledger(of: deal))).waitUntilEnded(
      exchange: LockWatch.exchange(of: deal))
    tell(.faultBuyerBack)
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  /// Who locks the money of a deal: cards the bank that issues them, everything else the first one.
  private static func ledger(of deal: JSON) -> String {
    let means = deal["payment"].flatMap { try? DealMeans(json: $0) }
    return means?.system.name == DemoRun.cards ? "cardbank" : "bank"
  }

  private func mintDown() async throws -> Purchase {
    guard let network = await market.bankNetwork else {
      throw DemoError(.demoErrorNetwork, ["part": "bank"])
    }
    let buying = try await start()
    try await network.matched()
    tell(.faultBankKilled)
    await market.kill("bank")
    await network.drop()
    tell(.faultBankBack)
    try await market.restart("bank")
    return Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))
  }

  /// The money has left the buyer's bank, and the shop's bank dies before it has it.
  private func transferLost() async throws -> Purchase {
    guard let network = await market.shopBankNetwork else {
      throw DemoError(.demoErrorNetwork, ["part": "shopbank"])
    }
    let buying = try await start()
    try await network.matched()
    tell(.faultShopBankKilled)
    await market.kill("shopbank")
    await network.drop()
    tell(.faultShopBankBack)
    try await market.restart("shopbank")
    return Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))
  }

  private func crashWallet() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell(.faultWalletKilled)
    await buying.killHard()
    await network.drop()
    tell(.faultWalletBack)
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  /// The buyer waits for a start of the shop. One that went to the arbiter meanwhile would have its goods, and the shop, which has yet
  /// to hear from it, would ask for its money only when the time for the goods is over.
  private func crashShop() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start(patience: 30)
    try await network.matched()
    tell(.faultShopKilledEarly)
    await market.kill("shop")
    await network.drop()
    tell(.faultShopAgain)
    try await market.restart("shop")
    return Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))
  }

  private func cutDownload() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell(.faultLineCut)
    try await network.matched()
    tell(.faultWalletKilledAsking)
    await buying.killHard()
    tell(.faultWalletBack)
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  private func doubleSpend() async throws -> [Purchase] {
    tell(.faultCopied)
    let copy = try wallet.copied(to: directory + "/copied-wallet")
    let shop = try await market.address("shop").text
    let processes = [wallet, copy].map { $0.buying(offer.code, at: shop, paying: "ecash") }
    for process in processes { try await process.start() }
    return [
      Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: processes[0], log: wallet.log)),
      Purchase(wallet: copy, answer: try await WalletProcess.answer(of: processes[1], log: copy.log)),
    ]
  }

  /// Going on with open deals is all that a restarted wallet does; then the deal is shown.
  private func resumed() async throws -> JSON {
    try await wallet.run("show", ["--", try String(json: lastDeal([])["deal"] ?? .null)])
  }

  private func lastDeal(_ arguments: [String]) async throws -> JSON {
    guard case .array(let deals) = try await wallet.run("deals", arguments), let deal = deals.last else {
      throw WalletError(.notFound, .errorDeal)
    }
    return deal
  }
}

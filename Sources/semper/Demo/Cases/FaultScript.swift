import Foundation
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperModel
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
  let tell: @Sendable (String) -> Void

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

  private func start() async throws -> ChildProcess {
    let process = wallet.buying(offer.code, at: try await market.address("shop").text)
    try await process.start()
    return process
  }

  private func buy() async throws -> Purchase {
    Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: try await start(), log: wallet.log))
  }

  private var shopNetwork: FaultyNetwork {
    get async throws {
      guard let network = await market.shopNetwork else {
        throw WalletError(.notPossible, "this case needs a network in front of the shop")
      }
      return network
    }
  }

  private func sellerVanishes(arbiterIsDown: Bool) async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell(
      "The buyer's money is locked, the seller's opening is on its way: killing the shop (kill -9), cutting its line.")
    await market.kill("shop")
    if arbiterIsDown {
      tell("The arbiter goes down too.")
      await market.kill("arbiter")
    }
    await network.drop()
    await network.cut()
    if arbiterIsDown {
      // Long enough for the wallet to have asked in vain.
      try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: 5)))
      tell("The arbiter comes back.")
      try await market.restart("arbiter")
    }
    let answer = try await WalletProcess.answer(of: buying, log: wallet.log)
    tell("The shop comes back.")
    await network.mend()
    try await market.restart("shop")
    return Purchase(wallet: wallet, answer: answer)
  }

  private func buyerVanishes() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell("The buyer has the goods, its opening is on its way: killing the wallet (kill -9).")
    await buying.killHard()
    await network.drop()
    let deal = try await lastDeal(["--offline"])
    try await LockWatch(bank: market.address("bank")).waitUntilEnded(exchange: LockWatch.exchange(of: deal))
    tell("The arbiter has paid the seller. The buyer comes back.")
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  private func mintDown() async throws -> Purchase {
    guard let network = await market.bankNetwork else {
      throw WalletError(.notPossible, "this case needs a network in front of the bank")
    }
    let buying = try await start()
    try await network.matched()
    tell("The buyer is about to lock its money: killing the bank (kill -9).")
    await market.kill("bank")
    await network.drop()
    tell("The bank comes back.")
    try await market.restart("bank")
    return Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))
  }

  private func crashWallet() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell("The seller's opening is on its way: killing the wallet (kill -9).")
    await buying.killHard()
    await network.drop()
    tell("The wallet starts again.")
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  private func crashShop() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell("The buyer's commitment is on its way: killing the shop (kill -9).")
    await market.kill("shop")
    await network.drop()
    tell("The shop starts again.")
    try await market.restart("shop")
    return Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: buying, log: wallet.log))
  }

  private func cutDownload() async throws -> Purchase {
    let network = try await shopNetwork
    let buying = try await start()
    try await network.matched()
    tell("The line is cut after a third of the course, every time.")
    try await network.matched()
    tell("The wallet asks for the rest: killing it (kill -9).")
    await buying.killHard()
    tell("The wallet starts again.")
    return Purchase(wallet: wallet, answer: try await resumed())
  }

  private func doubleSpend() async throws -> [Purchase] {
    tell("Copying the wallet with all its coins; both copies buy at once.")
    let copy = try wallet.copied(to: directory + "/copied-wallet")
    let shop = try await market.address("shop").text
    let processes = [wallet.buying(offer.code, at: shop), copy.buying(offer.code, at: shop)]
    for process in processes { try await process.start() }
    return [
      Purchase(wallet: wallet, answer: try await WalletProcess.answer(of: processes[0], log: wallet.log)),
      Purchase(wallet: copy, answer: try await WalletProcess.answer(of: processes[1], log: copy.log)),
    ]
  }

  /// Going on with open deals is all that a restarted wallet does; then the deal is shown.
  private func resumed() async throws -> JSON {
    try await wallet.run("show", [try String(json: lastDeal([])["deal"] ?? .null)])
  }

  private func lastDeal(_ arguments: [String]) async throws -> JSON {
    guard case .array(let deals) = try await wallet.run("deals", arguments), let deal = deals.last else {
      throw WalletError(.notFound, "the wallet knows of no deal")
    }
    return deal
  }
}

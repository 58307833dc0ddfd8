import Foundation
import SemperCommerce
import SemperCommunication
import SemperEngine
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// The marketplace open to a person: it runs until Ctrl-C, which ends all processes in order.
struct OpenDemo {
  let directory: String
  let semper: String
  let courses: String
  let terms: String
  let hasTwoBanks: Bool
  let disputes: DisputeTimes
  let texts: Texts

  func run() async throws {
    let stop = Interruption()
    guard FileManager.default.fileExists(atPath: courses) else {
      throw DemoError(.demoErrorCourses, ["folder": courses])
    }
    var plan = Marketplace.Plan(
      directory: directory, semper: semper, courses: URL(fileURLWithPath: courses).path, terms: terms)
    plan.hasTwoBanks = hasTwoBanks
    plan.takesCards = true
    plan.window = "PT2M"
    plan.within = "PT30M"
    plan.patience = "PT30S"
    plan.disputes = disputes
    let market = Marketplace(plan)
    do {
      Output.line(texts(DemoText.demoStarting))
      try await market.openServices()
      async let opened: Void = market.openShop()
      Output.line(texts(DemoText.demoFilling))
      let wallet = try await WalletProcess.make(
        in: directory, named: "wallet", semper: semper, trust: await market.trustFile,
        bank: try await market.address("bank").text, amount: DemoRun.withdrawn)
      try await wallet.addChipCard(loading: DemoRun.withdrawn)
      try await wallet.addCard(of: try await market.address("cardbank").text)
      try await opened
      try await certify(market, wallet)
      try await greet(market, wallet)
      await stop.wait()
      Output.line("\n" + texts(DemoText.demoEnding))
      await market.close()
    } catch {
      await market.close()
      throw error
    }
  }

  /// The shop's terms are evaluated, a directory shows that, and the wallet is told whom to trust.
  private func certify(_ market: Marketplace, _ wallet: WalletProcess) async throws {
    let shop = try await market.address("shop")
    guard let offer = try await DemoOffer.all(at: shop).first else { return }
    let services = DemoDirectory(folder: directory)
    let evaluator = try await services.found(with: try await DemoDirectory.terms(of: offer, at: shop))
    try await market.openDirectory()
    let address = try await market.address("directory")
    _ = try await wallet.run("directory pin", [address.text, "--root", services.root])
    _ = try await wallet.run(
      "evaluators trust", ["--name", DemoDirectory.evaluator, "--", evaluator.description])
  }

  private func greet(_ market: Marketplace, _ wallet: WalletProcess) async throws {
    let shop = try await market.address("shop")
    let offers = try await DemoOffer.all(at: shop)
    guard let first = offers.first else { return }
    let wanted = texts.language == LanguageOptions.usual ? "" : " --language \(texts.language.rawValue)"
    let environment = "SEMPER_PASSPHRASE_FILE=\(ShellWord(wallet.passphraseFile))"
    func command(_ words: String) -> String {
      "  \(environment) \(ShellWord(semper)) wallet \(words) --home \(ShellWord(wallet.home))\(wanted)"
    }
    var lines = [
      "", texts(DemoText.demoOpen, ["shop": "\(shop)/"]),
      texts(
        DemoText.demoWallet,
        [
          "home": wallet.home, "amount": texts.price(DemoRun.withdrawn),
          "systems": try await wallet.systems().map(\.name).joined(separator: ", "),
        ]),
      texts(
        DemoText.demoDirectory,
        ["directory": "\(try await market.address("directory"))", "evaluator": DemoDirectory.evaluator]), "",
      command("look \(shop) \(first.code)"), "",
      texts(DemoText.demoLook), "", command("buy \(shop) \(first.code)"), "",
      texts(DemoText.demoMore), "", command("balance"), command("deals"), "",
    ]
    let others = offers.dropFirst().map { "\($0.code) (\(HumanText.line($0.title)))" }.joined(separator: ", ")
    if !others.isEmpty { lines.append(texts(DemoText.demoOthers, ["offers": others])) }
    lines += [texts(DemoText.demoTimes), texts(DemoText.demoStop, ["folder": directory])]
    Output.line(lines.joined(separator: "\n"))
  }
}

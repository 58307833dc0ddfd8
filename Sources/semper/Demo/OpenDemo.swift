import Foundation
import SemperCommunication
import SemperEngine
import SemperModel
import SemperWallet

/// The marketplace open to a person: it runs until Ctrl-C, which ends all processes in order.
struct OpenDemo {
  let directory: String
  let semper: String
  let courses: String
  let terms: String

  func run() async throws {
    let stop = Interruption()
    guard FileManager.default.fileExists(atPath: courses) else {
      throw WalletError(.notFound, "there are no courses in \(courses); build them with: python3 courses/build.py")
    }
    var plan = Marketplace.Plan(
      directory: directory, semper: semper, courses: URL(fileURLWithPath: courses).path, terms: terms)
    plan.window = "PT2M"
    plan.within = "PT30M"
    plan.patience = "PT30S"
    let market = Marketplace(plan)
    do {
      Output.line("Starting a marketplace on this machine: authority, bank, arbiter and shop …")
      try await market.open()
      let wallet = try await WalletProcess.make(
        in: directory, named: "wallet", semper: semper, trust: await market.trustFile,
        bank: try await market.address("bank").text, amount: DemoRun.withdrawn)
      try await greet(market, wallet)
      await stop.wait()
      Output.line("\nEnding all processes …")
      await market.close()
    } catch {
      await market.close()
      throw error
    }
  }

  private func greet(_ market: Marketplace, _ wallet: WalletProcess) async throws {
    let shop = try await market.address("shop")
    let offers = try await DemoOffer.all(at: shop)
    guard let first = offers.first else { return }
    let command = "\(semper) wallet buy \(shop) \(first.code) --home \(wallet.home)"
    Output.line(
      """

      The shop is open:   \(shop)/
      A wallet is ready:  \(wallet.home) with \(DemoRun.withdrawn) of play money

      Look at the courses in a browser, then buy one here in another terminal:

        SEMPER_PASSPHRASE_FILE=\(wallet.passphraseFile) \(command)

      The other offers: \(offers.dropFirst().map { "\($0.code) (\($0.title))" }.joined(separator: ", "))
      The times in these terms are minutes, for demonstration; real terms speak of days.
      Ctrl-C ends everything. What is kept is in \(directory).
      """)
  }
}

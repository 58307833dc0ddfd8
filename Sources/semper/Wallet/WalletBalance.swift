import ArgumentParser
import SemperCoding
import SemperEcash
import SemperModel
import SemperWallet

/// `semper wallet balance`.
struct WalletBalance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "What the wallet and its account hold (play money).")

  @OptionGroup var options: WalletOptions

  func run() async throws {
    try await options.withWallet { wallet in
      let coins = try await wallet.purse.balance()
      let account = try await wallet.accountBalance()
      if options.json {
        Output.json(
          .fields([
            "account": account.json, "available": coins.available.json, "coins": coins.coins.json,
            "inFlight": coins.inFlight.json,
          ]))
      } else {
        Output.line("In the wallet   \(coins.available) in \(coins.coins) coins")
        if coins.inFlight.minorUnits > 0 { Output.line("On its way      \(coins.inFlight)") }
        Output.line("At the bank     \(account)")
      }
    }
  }
}

import ArgumentParser
import SemperCoding
import SemperEcash
import SemperModel
import SemperWallet

/// `semper wallet withdraw AMOUNT`.
struct WalletWithdraw: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Turn account balance into coins (play money).")

  @OptionGroup var options: WalletOptions
  @Argument(help: "The amount in EUR, such as 50.00.")
  var amount: String

  func run() async throws {
    let amount = try Money(self.amount, .euro)
    try await options.withWallet { wallet in
      _ = try await wallet.purse.recover()
      try await wallet.purse.withdraw(amount)
      let coins = try await wallet.purse.balance()
      if options.json {
        Output.json(.fields(["available": coins.available.json, "withdrawn": amount.json]))
      } else {
        Output.line("Withdrawn \(amount). The wallet holds \(coins.available) in \(coins.coins) coins.")
      }
    }
  }
}

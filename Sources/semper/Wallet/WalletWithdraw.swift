import ArgumentParser
import SemperCoding
import SemperEcash
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet withdraw AMOUNT`.
struct WalletWithdraw: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Turn account balance into coins (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The amount in EUR, such as 50.00.")
  var amount: String

  func run() async throws {
    let amount = try money()
    try await options.withWallet { wallet in
      _ = try await wallet.purse.recover()
      try await wallet.purse.withdraw(amount)
      let coins = try await wallet.purse.balance()
      if options.json {
        Output.json(.fields(["available": coins.available.json, "withdrawn": amount.json]))
      } else {
        let texts = options.texts
        Output.line(
          texts(
            WalletText.withdrawDone,
            ["amount": texts.price(amount), "coins": texts.coins(coins.available, coins.coins)]))
      }
    }
  }

  /// Also with a comma, as German and Greek write it.
  private func money() throws(WalletError) -> Money {
    let text =
      amount.contains(".")
      ? amount : amount.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
    guard let money = try? Money(text, .euro) else {
      let example = language == .english ? "50.00" : "50,00"
      throw WalletError(.notUnderstood, .errorAmount, ["text": String(amount.prefix(64)), "example": example])
    }
    return money
  }
}

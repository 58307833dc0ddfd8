import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet statement`.
struct WalletStatement: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "What has moved on the account of a means of payment, oldest first.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The payment system, such as ecash or testmoney.")
  var system: String
  @OptionGroup var times: StatementTimes

  func run() async throws {
    try await options.withWallet { wallet in
      let movements = try await wallet.statement(of: system, from: times.from, until: times.until)
      MovementReport(movements: movements, texts: options.texts).write(json: options.json)
    }
  }
}

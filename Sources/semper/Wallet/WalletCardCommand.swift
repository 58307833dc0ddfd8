import ArgumentParser
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet card BANK`.
struct WalletCardCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Get a test card from a bank that issues them, or renew it (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The address of the bank that issues cards.")
  var bank: String

  func run() async throws {
    let address = try options.address(bank)
    try await options.withWallet { wallet in try await wallet.insertCard(from: address) }
    // The card is a purse of the wallet from its next opening on.
    let balance = try await options.withWallet { wallet in try await wallet.cardBalance() }
    if options.json {
      Output.json(.fields(["card": balance?.json]))
    } else {
      let texts = options.texts
      Output.line(texts(WalletText.cardDone, ["amount": balance.map { texts.price($0) } ?? ""]))
    }
  }
}

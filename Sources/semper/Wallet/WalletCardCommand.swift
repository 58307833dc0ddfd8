import ArgumentParser
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet card [BANK]`.
struct WalletCardCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Get a chip card from the wallet's bank, or a test card from one that issues credit cards (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The address of a bank that issues credit cards; without it a chip card of the wallet's own bank.")
  var bank: String?

  func run() async throws {
    if let bank {
      try await credit(at: bank)
    } else {
      try await chip()
    }
  }

  private func chip() async throws {
    let number = try await options.withWallet { wallet in try await wallet.insertChipCard() }
    if options.json {
      Output.json(.fields(["chip": number.json]))
    } else {
      Output.line(options.texts(WalletText.chipDone, ["number": number]))
    }
  }

  private func credit(at bank: String) async throws {
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

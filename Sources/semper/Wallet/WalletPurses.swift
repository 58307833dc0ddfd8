import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet purses`.
struct WalletPurses: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "purses",
    abstract: "With what this wallet can pay, how fair a purchase is with it, and what is there (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    let purses = try await options.withWallet { try await $0.ownedPurses() }
    guard !options.json else { return Output.json(purses.json) }
    if purses.isEmpty { return Output.line(options.texts(WalletText.pursesNone)) }
    purses.flatMap(PurseReport(side: .buyer, texts: options.texts).lines).forEach(Output.line)
  }
}

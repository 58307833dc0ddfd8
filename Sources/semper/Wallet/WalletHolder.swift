import ArgumentParser
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet holder`.
struct WalletHolder: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "holder", abstract: "Print a new key of this wallet for somebody who issues it a credential.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    let key = try await options.withWallet { try await $0.deals.nextHolder() }
    Output.json(key.json)
  }
}

import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet disputes`.
struct WalletDisputes: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "disputes", abstract: "How your claims stand; takes what final rulings give.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws { options.show(try await options.withWallet { try await $0.followDisputes() }) }
}

import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet directory`.
struct WalletDirectoryShow: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the directory, and until when what was seen of it is believed.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    DirectoryReport(options: options).show(try await options.withWallet { try await $0.trust.knownDirectory() })
  }
}

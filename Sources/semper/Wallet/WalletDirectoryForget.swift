import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet directory forget`.
struct WalletDirectoryForget: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Ask no directory any more.",
    discussion:
      "Also what was known of it is forgotten, so that an older state of it would be believed after another pin.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    guard try await options.withWallet({ try await $0.trust.forgetDirectory() }) else {
      throw WalletError(.notFound, .errorDirectory)
    }
    DirectoryReport(options: options).show(nil)
  }
}

import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet appeal DEAL --because TEXT`.
struct WalletAppeal: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "appeal", abstract: "Ask once for a person's judgement on a ruling that you have lost.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "Why, in words for the arbiter.")
  var because: String

  func run() async throws {
    let (id, grounds) = (try TypedWords.deal(deal), try TypedWords.text(because))
    options.show([try await options.withWallet { try await $0.appeal(about: id, because: grounds) }])
  }
}

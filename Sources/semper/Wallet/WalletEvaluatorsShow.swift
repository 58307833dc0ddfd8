import ArgumentParser
import SemperCertification
import SemperCoding
import SemperTrustedUI
import SemperWallet

/// `semper wallet evaluators`: whom this wallet trusts.
struct WalletEvaluatorsShow: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show whose evaluations count, and how many it takes.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    EvaluatorsReport(options: options).show(try await options.withWallet { try await $0.trust.evaluators() })
  }
}

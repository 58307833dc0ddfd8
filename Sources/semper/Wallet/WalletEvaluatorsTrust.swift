import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet evaluators trust KEY …`.
struct WalletEvaluatorsTrust: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Let an evaluator's word about services count from now on.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @OptionGroup var typed: TypedEvaluators
  @Option(help: "What you call the evaluator; its key says nothing to people.")
  var name: String?

  func run() async throws {
    let evaluators = try typed.evaluators()
    guard name == nil || evaluators.count == 1 else {
      throw ValidationError(options.texts(WalletText.errorEvaluatorName))
    }
    let name: HumanText? = try name.map { text in
      guard let name = try? HumanText(text), (1...64).contains(text.count) else {
        throw WalletError(.notUnderstood, .errorText, ["text": String(text.prefix(64))])
      }
      return name
    }
    let trust = try await options.withWallet { wallet in
      try await wallet.trust.change { trust in
        for evaluator in evaluators { try trust.trust(evaluator, as: name) }
      }
    }
    EvaluatorsReport(options: options).show(trust)
  }
}

import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet evaluators forget KEY …`.
struct WalletEvaluatorsForget: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Let an evaluator's word about services count no more.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @OptionGroup var typed: TypedEvaluators

  func run() async throws {
    let (evaluators, named) = (try typed.evaluators(), typed.keys)
    let trust = try await options.withWallet { wallet in
      try await wallet.trust.change { trust in
        for (evaluator, text) in zip(evaluators, named) where !trust.forget(evaluator) {
          throw WalletError(.notFound, .errorEvaluatorUnknown, ["text": String(text.prefix(64))])
        }
      }
    }
    EvaluatorsReport(options: options).show(trust)
  }
}

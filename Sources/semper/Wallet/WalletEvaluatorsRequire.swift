import ArgumentParser
import SemperCertification
import SemperTrustedUI
import SemperWallet

/// `semper wallet evaluators require …`.
struct WalletEvaluatorsRequire: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "require", abstract: "Say how many evaluators have to vouch for a service, and how well.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Option(help: "How many of those whom you trust have to vouch for a service; 1 at first.")
  var quorum: Int?
  @Option(help: "The worst that they may say: fair or cautions, which it is at first.")
  var worst: Grade?

  func run() async throws {
    let (quorum, worst) = (quorum, worst)
    let trust = try await options.withWallet { wallet in
      try await wallet.trust.change { try $0.require(quorum: quorum, worst: worst) }
    }
    EvaluatorsReport(options: options).show(trust)
  }
}

import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till steps`.
struct TillSteps: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "What open deals wait for from the shop's owner, the most urgent first.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .steps(let steps) = try options.ask(.steps) else { throw options.unexpected }
    guard !options.json else { return Output.json(.array(steps.map(\.json))) }
    if steps.isEmpty { return Output.line(options.texts(WalletText.stepNone)) }
    steps.flatMap(StepReport(texts: options.texts).lines).forEach(Output.line)
  }
}

import ArgumentParser
import SemperCoding
import SemperModel
import SemperPreferences
import SemperTrustedUI
import SemperWallet

/// `semper wallet limits [--without-asking SUM] [--at-most SUM]`: what one payment may come to.
struct WalletLimits: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "Show or set what the wallet pays without asking, and what it never pays.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Option(help: "Payments up to this are made without a question, such as 5.00; 0.00 asks for each.")
  var withoutAsking: String?
  @Option(help: "Payments above this are refused, also when you say yes, such as 2000.00.")
  var atMost: String?

  func run() async throws {
    let free = try withoutAsking.map { try TypedAmount($0, in: language).money }
    let most = try atMost.map { try TypedAmount($0, in: language).money }
    let limits = try await options.withWallet { wallet in
      free == nil && most == nil ? try wallet.limits() : try wallet.setLimits(withoutAsking: free, atMost: most)
    }
    if options.json { return Output.json(limits.json) }
    let texts = options.texts
    Output.line(
      texts(
        WalletText.limitsLine, ["free": texts.price(limits.withoutAsking), "most": texts.price(limits.atMost)]))
  }
}

import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet show DEAL`: one deal and its evidence as a file.
struct WalletShow: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one deal and write its evidence to a file.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper wallet deals”; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "Where the evidence goes.")
  var export: String?

  func run() async throws {
    guard let id = try? ID<Deal>(text: deal) else {
      throw WalletError(.notUnderstood, .errorDealForm, ["text": String(deal.prefix(64))])
    }
    guard case .deal(let shown) = try await options.answer(.deal(id)) else { throw options.unexpected }
    try DealReport(options: options).show(shown, to: export)
  }
}

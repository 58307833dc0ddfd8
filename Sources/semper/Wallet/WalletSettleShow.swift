import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet settle show DEAL`: whether a deal can be settled, what is proposed, and what was agreed.
struct WalletSettleShow: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show whether a deal can be settled, and what is proposed or agreed.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper wallet deals”; one that begins with “-” goes after “--”.")
  var deal: String

  func run() async throws {
    guard let id = try? ID<Deal>(text: deal) else {
      throw WalletError(.notUnderstood, .errorDealForm, ["text": String(deal.prefix(64))])
    }
    let view = try await options.withWallet { try await SettlementView($0.deals.restored(id)) }
    guard let view else { throw WalletError(.notFound, .errorSettleNothing) }
    if options.json {
      Output.json(view.json)
    } else {
      view.lines(options.texts).forEach(Output.line)
    }
  }
}

import ArgumentParser
import SemperCoding
import SemperModel
import SemperWallet

/// `semper wallet show DEAL`: one deal and its evidence as a file.
struct WalletShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one deal and write its evidence to a file.")

  @OptionGroup var options: WalletOptions
  @Argument(help: "The deal's id, from “semper wallet deals”.")
  var deal: String
  @Option(help: "Where the evidence goes.")
  var export: String?

  func run() async throws {
    try await options.withWallet { wallet in
      let machine = try await wallet.deals.restored(try ID(text: deal))
      _ = try await DealReport.show(machine, in: wallet, options: options, to: export)
    }
  }
}

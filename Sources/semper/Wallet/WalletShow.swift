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
    guard case .deal(let shown) = try await options.answer(.deal(try ID(text: deal))) else {
      throw WalletOptions.unexpected
    }
    try DealReport.show(shown, options: options, to: export)
  }
}

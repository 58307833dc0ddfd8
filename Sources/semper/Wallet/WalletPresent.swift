import ArgumentParser
import SemperCoding
import SemperTrustedUI
import SemperWallet

/// `semper wallet present RIGHT --nonce NONCE [--to AUDIENCE] [--reveal CLAIM]…`.
struct WalletPresent: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "present",
    abstract: "Show a right: prints an SD-JWT with your signature, good for one audience and one nonce.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The right, from “semper wallet rights”, or how its name begins.")
  var right: String
  @Option(help: "To whom: what whoever checks it says that it is called; by default its issuer, by its thumbprint.")
  var to: String?
  @Option(help: "What whoever checks it has drawn for this showing.")
  var nonce: String
  @Option(
    help: "A claim to be shown, such as says/contract/event; by default only what every right shows. May be repeated.")
  var reveal: [String] = []

  func run() async throws {
    let showing = RightShowing(right, to: to, nonce: nonce, revealing: reveal)
    guard case .presented(let shown) = try await options.answer(.present(showing)) else { throw options.unexpected }
    options.json ? Output.json(.fields(["shown": shown.json])) : Output.line(shown)
  }
}

import ArgumentParser
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet hold CREDENTIAL`.
struct WalletHold: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Keep a credential that was issued to a key from “semper wallet holder”.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The credential as its issuer has printed it: an SD-JWT.")
  var credential: String

  func run() async throws {
    let right = try await options.withWallet { try await $0.deals.keep(credential) }
    guard !options.json else { return Output.json(right.json) }
    Output.line(options.texts(WalletText.rightsKept, ["right": right.name, "type": HumanText.line(right.type)]))
  }
}

import ArgumentParser
import SemperCoding
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till hold CREDENTIAL`.
struct TillHold: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Keep a credential that was issued to the shop; its offers show it where the terms ask for it.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The credential as its issuer has printed it: an SD-JWT.")
  var credential: String

  func run() throws {
    guard case .heard = try options.ask(.hold(credential)) else { throw options.unexpected }
    options.json ? Output.json(.fields(["held": true.json])) : Output.line(options.texts(WalletText.tillHolds))
  }
}

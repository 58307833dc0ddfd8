import ArgumentParser
import SemperCoding
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till holder`.
struct TillHolder: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "holder", abstract: "Print the shop's key for somebody who issues it a credential.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .key(let key) = try options.ask(.holder) else { throw options.unexpected }
    Output.json(key.json)
  }
}

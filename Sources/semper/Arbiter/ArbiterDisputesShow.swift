import ArgumentParser
import SemperModel
import SemperServers
import SemperTrustedUI

/// `semper arbiter disputes show CASE --home HOME`.
struct ArbiterDisputesShow: SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One case: what each side says, what was disclosed, what is open.")

  @OptionGroup var options: DeskOptions
  var language: Language { options.language }
  @Argument(help: "The case, from the list.")
  var claim: Digest

  func run() throws {
    guard case .dispute(let dispute) = try options.ask(.show(claim)) else { throw options.unexpected }
    try options.show(dispute)
  }
}

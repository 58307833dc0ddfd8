import ArgumentParser
import SemperCoding
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till appeal CLAIM --because TEXT`.
struct TillAppeal: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "appeal", abstract: "Ask once for a person's judgement on a ruling that the shop has lost.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The claim, from “semper till disputes”.")
  var claim: Digest
  @Option(help: "Why, in words for the arbiter and the buyer.")
  var because: String

  func run() throws {
    let grounds = try TypedWords.text(because)
    guard case .disputes(let disputes) = try options.ask(.appeal(claim, grounds)) else { throw options.unexpected }
    options.show(disputes)
  }
}

import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till answer CLAIM --because TEXT`: admits with `--admit`, some of it with `--amount`, else contests.
struct TillAnswerCommand: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer a claim, once: contest it, or admit it or some of it.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The claim, from “semper till disputes”.")
  var claim: Digest
  @OptionGroup var word: TypedStance
  @OptionGroup var carriages: CarriageOptions

  func run() throws {
    let (stance, grounds) = try word.words(in: language)
    guard
      case .disputes(let disputes) = try options.ask(
        .answer(claim, stance, grounds, carriages: carriages.statements))
    else { throw options.unexpected }
    options.show(disputes)
  }
}

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
  @Flag(help: "Admit all of it.")
  var admit = false
  @Option(help: "Admit so much and no more.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the buyer.")
  var because: String
  @OptionGroup var carriages: CarriageOptions

  func validate() throws {
    guard !admit || amount == nil else { throw ValidationError("--admit, or --amount, or none of them") }
  }

  func run() throws {
    let grounds = try TypedWords.text(because)
    let part = try amount.map { ClaimStance.admitsOnly(try TypedAmount($0, in: language).money) }
    guard
      case .disputes(let disputes) = try options.ask(
        .answer(claim, part ?? (admit ? .admits : .contests), grounds, carriages: carriages.statements))
    else { throw options.unexpected }
    options.show(disputes)
  }
}

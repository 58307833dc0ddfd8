import ArgumentParser
import SemperExchange
import SemperServers
import SemperTrustedUI

/// `semper exchange plan`: how fair an exchange of any mix of items can be, before anybody has bound himself to anything.
struct ExchangePlanCommand: SpeakingCommand {
  static let refused = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say how fairly two sides' items can be exchanged, who opens first, and what that rests on.",
    discussion:
      "Exits with 0 if there is a plan as fair as is wished for, with 1 if there is none, and says why and what to do.")

  @OptionGroup var mix: MixOptions
  @Option(help: "A party's agreement, in place of everything else: what it will come to.")
  var agreement: String?
  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  private var texts: Texts { CommandTexts.of(language) }

  func validate() throws {
    guard agreement != nil, mix.isGiven else { return }
    throw ValidationError(texts(ExchangeText.exchangeErrorTwice, ["option": "--agreement"]))
  }

  func run() throws {
    let draft = try agreement.map { try PartyAgreement.draft(in: $0) } ?? mix.draft(texts)
    let words = PlanWords(draft: draft, texts: json ? CommandTexts.of(.english) : texts)
    let drafted: DraftedPlan
    do throws(PlanObstacle) {
      drafted = try draft.plan()
    } catch {
      if json { Output.json(words.json(error)) } else { words.lines(error).forEach(Output.line) }
      throw Self.refused
    }
    if json { Output.json(words.json(drafted)) } else { words.lines(drafted).forEach(Output.line) }
  }
}

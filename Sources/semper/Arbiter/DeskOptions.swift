import ArgumentParser
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI

/// What all commands at an arbiter's desk take.
struct DeskOptions: ParsableArguments {
  @Option(help: "The home directory of the arbiter, which must be running with --trust.")
  var home: String
  @OptionGroup var speech: LanguageOptions
  @Flag(help: "Print one JSON object or array on standard output.")
  var json = false

  var language: Language { speech.language }
  var texts: Texts { CommandTexts.of(language) }

  func ask(_ question: DeskQuestion) throws -> DeskAnswer {
    guard let answer = try QuestionSocket.ask(question, home: home) else { throw nobody }
    return answer
  }

  func show(_ dispute: DisputeCase) {
    if json { return Output.json(dispute.json) }
    CaseText(dispute, texts: texts).lines.forEach(Output.line)
  }

  var nobody: DeskError { DeskError(.deskNobody, ["home": home]) }
  var unexpected: DeskError { DeskError(.deskOther, ["home": home]) }
}

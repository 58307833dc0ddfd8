import ArgumentParser
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCryptography
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

  /// With what the evidence comes to by what the arbiter trusts.
  func show(_ dispute: DisputeCase) throws {
    if json { return Output.json(dispute.json) }
    guard case .dossier(let dossier) = try ask(.dossier(dispute.id)), case .trust(let trust) = try ask(.trust) else {
      throw unexpected
    }
    let others = dossier.others.map { $0.journalled(as: Ruling.self) }
    let brief = DisputeBrief(dispute, earlier: Ruling.counting(others), trust: trust)
    CaseText(brief, texts: texts).lines.forEach(Output.line)
  }

  var nobody: DeskError { DeskError(.deskNobody, ["home": home]) }
  var unexpected: DeskError { DeskError(.deskOther, ["home": home]) }
}

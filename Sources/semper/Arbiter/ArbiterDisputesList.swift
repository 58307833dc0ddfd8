import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperServers
import SemperTrustedUI

/// `semper arbiter disputes list --home HOME`.
struct ArbiterDisputesList: SpeakingCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The open cases, the oldest first.")

  @OptionGroup var options: DeskOptions
  var language: Language { options.language }
  @Flag(help: "Those that are final too.")
  var all = false

  func run() throws {
    guard case .cases(let cases) = try options.ask(.list(all: all)) else { throw options.unexpected }
    if options.json { return Output.json(.array(cases.map(\.json))) }
    if cases.isEmpty { return Output.line(options.texts(DeskText.deskNone)) }
    let words = DisputeWords(language)
    for one in cases {
      Output.line(options.texts(DeskText.deskLine, ["case": "\(one.id)", "stage": words.stage(one.stage)]))
      Output.line(options.texts(DeskText.deskDue, ["due": words.due(one)]))
      for question in one.questions {
        Output.line(options.texts(DeskText.deskOpen, ["question": words.question(question)]))
      }
    }
  }
}

import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperServers

/// `semper arbiter disputes list --home HOME`.
struct ArbiterDisputesList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The open cases, the oldest first.")

  @OptionGroup var options: DeskOptions
  @Flag(help: "Those that are final too.")
  var all = false

  func run() throws {
    guard case .cases(let cases) = try options.ask(.list(all: all)) else { throw options.unexpected }
    if options.json { return Output.json(.array(cases.map(\.json))) }
    if cases.isEmpty { return Output.line("no open cases") }
    for one in cases {
      Output.line("\(one.id)  \(one.stage.rawValue)  \(one.questions.map(\.rawValue).joined(separator: ", "))")
    }
  }
}

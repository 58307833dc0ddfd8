import ArgumentParser
import SemperCoding
import SemperTerms
import SemperTermsYAML

/// `semper service test FILE SCENARIOS`.
struct ServiceTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Play the scenarios of a file under terms, and hold them to what has to come out.",
    discussion: "Exits with 1 if something else comes out, and with 2 if a file cannot be read.")

  @OptionGroup var options: ServiceOptions
  @Argument(help: "The file with scenarios; by default scenarios.yaml beside the terms.")
  var scenarios: String?
  @Flag(help: "Print one JSON array on standard output.")
  var json = false

  func run() throws {
    let file = try options.read()
    let all = try read(scenarios ?? Self.beside(file.path))
    var failed = 0
    var results = [JSON]()
    for scenario in all {
      let complaints: [String]
      do { complaints = try scenario.complaints(under: file.authored.json) } catch {
        throw ServiceComplaint.ended(error, in: file)
      }
      if !complaints.isEmpty { failed += 1 }
      results.append(.fields(["complaints": complaints.json, "scenario": scenario.name.json]))
      if !json {
        Output.line("\(complaints.isEmpty ? "ok    " : "FAILED") \(scenario.name)")
        for complaint in complaints { Output.line("         \(complaint)") }
      }
    }
    if json {
      Output.json(.array(results))
    } else {
      Output.line("\(all.count - failed) of \(all.count) scenarios as expected")
    }
    if failed > 0 { throw ServiceCheckCommand.hasErrors }
  }

  private func read(_ path: String) throws -> [TermsScenario] {
    do {
      let document = try ServiceFile.document(
        path, otherwise: "write the courses that matter into it, or name a file of scenarios after the terms")
      do { return try TermsScenario.all(of: document.json) } catch {
        throw ServiceFault(path, document.mark(of: error.place), error.message)
      }
    } catch {
      Output.complaint("\(error)")
      throw ServiceFile.unreadable
    }
  }

  private static func beside(_ path: String) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return folder.isEmpty && !path.hasPrefix("/") ? "scenarios.yaml" : "\(folder)/scenarios.yaml"
  }
}

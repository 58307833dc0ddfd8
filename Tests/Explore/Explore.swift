import ExchangeExplorer
import Foundation

#if SEMPER_MUTANTS
  import SemperModel
#endif

/// Explores exchanges by the real code of machines, checks and arbiter.
///
/// - `explore`: everything that the `Agenda` lists, on all processors.
/// - `explore --kept FOLDER`: likewise, but what this executable has finished is kept in the folder and not searched again.
/// - `explore Sb for L …`: this exchange only, exit code 1 when it is unfair; the words are those of `Setting(words:)`. Two
///   exchanges at once, with one malicious party in both, are `Sb for L & L for Sb`.
/// - `explore mutant N Sb for L …`: likewise with the planted mutant N, which only a build of the mutants has. Succeeds
///   when the mutant is caught.
@main struct Explore {
  static func main() async throws {
    var words = Array(CommandLine.arguments.dropFirst())
    #if SEMPER_MUTANTS
      if words.first == "mutant", words.count > 1, let number = Int(words[1]) {
        PlantedMutant.number = number
        words.removeFirst(2)
      }
    #endif
    if words.isEmpty { return try await everything() }
    if words.first == "--kept", words.count == 2 {
      return try await everything(shelf: try ReportShelf(folder: words[1]))
    }
    guard let task = AgendaTask(words: words.joined(separator: " ")) else {
      complain("“\(words.joined(separator: " "))” describes no exchange. \(usage)")
      exit(2)
    }
    let exploration = try await task.run()
    tell(ExplorationReport(exploration))
    #if SEMPER_MUTANTS
      if case .unfair = exploration.verdict { return }
      say("nothing is wrong with this mutant")
      exit(1)
    #else
      if case .unfair = exploration.verdict { exit(1) }
    #endif
  }

  private static let usage = """
    Say for example “explore Sb for L”, “explore D2+L for D2 bond”, “explore L for Sb settle gone”, “explore pieces 2”,
    “explore transfer signed sealed receipt agent two” or “explore contract”, and nothing at all to search everything.
    """

  private static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  private static func everything(shelf: ReportShelf? = nil) async throws {
    let workers = ProcessInfo.processInfo.activeProcessorCount
    var (states, pairs, violations, milliseconds) = (0, 0, 0, 0)
    for section in Agenda.sections {
      say("== \(section.title)")
      for try await (task, report) in section.reports(workers: workers, shelf: shelf) {
        tell(report)
        states += report.states
        milliseconds += report.milliseconds
        if task.isPair { pairs += 1 }
        if report.isUnfair { violations += 1 }
      }
    }
    say("\(ExplorationReport.speed(states, milliseconds: milliseconds)) on each processor")
    say("states \(states), class pairs \(pairs), violations \(violations)")
  }

  /// At once, also into a pipe.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private static func tell(_ report: ExplorationReport) { report.lines.forEach(say) }
}

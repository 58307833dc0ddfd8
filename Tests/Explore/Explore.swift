import ExchangeExplorer
import Foundation

#if SEMPER_MUTANTS
  import SemperModel
#endif

/// Explores exchanges by the real code of machines, checks and arbiter.
///
/// - `explore`: everything that the `Agenda` lists, on all processors.
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
    guard let task = AgendaTask(words: words.joined(separator: " ")) else {
      complain("“\(words.joined(separator: " "))” describes no exchange. \(usage)")
      exit(2)
    }
    let exploration = try await task.run()
    report(exploration)
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

  private static func everything() async throws {
    var (states, pairs, violations, seconds) = (0, 0, 0, 0.0)
    for section in Agenda.sections {
      say("== \(section.title)")
      for try await (task, exploration) in section.explorations(workers: ProcessInfo.processInfo.activeProcessorCount) {
        report(exploration)
        states += exploration.states
        seconds += exploration.seconds
        if task.isPair { pairs += 1 }
        if case .unfair = exploration.verdict { violations += 1 }
      }
    }
    say("\(speed(states, seconds)) on each processor")
    say("states \(states), class pairs \(pairs), violations \(violations)")
  }

  /// At once, also into a pipe.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private static func speed(_ states: Int, _ seconds: Double) -> String {
    "\(Int(Double(states) / max(seconds, 0.001))) states a second"
  }

  private static func report(_ exploration: Exploration) {
    let seconds = exploration.seconds
    let title = exploration.title
    switch exploration.verdict {
    case .fair:
      say(
        "\(title): fair, \(exploration.states) states, \((seconds * 10).rounded() / 10) s, \(speed(exploration.states, seconds))"
      )
    case .refused: say("\(title): refused, because it cannot be fair")
    case .unfair(let violation):
      say("\(title): VIOLATION of \(violation.property)")
      say("  in \(exploration.findings.last?.setting ?? title)")
      for (number, line) in violation.story.enumerated() { say("  \(number + 1). \(line)") }
    }
    for bound in exploration.bounds { say("  not exhaustive: \(bound)") }
  }
}

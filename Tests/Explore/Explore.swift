import ExchangeExplorer
import Foundation
import SemperExchange
import SemperModel

/// Explores exchanges by the real code of machines, checks and arbiter.
///
/// - `explore`: all pairs of classes, opened directly and via the arbiter, with a bond where there is no other way.
/// - `explore Sb for L …`: this exchange only; the words are those of `Setting(words:)`.
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
    guard let setting = Setting(words: words.joined(separator: " ")) else {
      throw Refusal(.malformed, blame: .us, "these words describe no exchange: \(words.joined(separator: " "))")
    }
    let exploration = try await Exploration.run(setting)
    report(exploration)
    #if SEMPER_MUTANTS
      if case .unfair = exploration.verdict { return }
      print("nothing is wrong with this mutant")
      exit(1)
    #endif
  }

  private static func everything() async throws {
    let classes = ItemClass.allCases.filter { $0 != .unsecured }
    var settings = [Setting]()
    for mode in [OpeningMode.direct, .viaArbiter] {
      for originator in classes {
        settings += classes.map { Setting([originator], for: [$0], mode: mode) }
      }
    }
    let weak = classes.filter(\.isData)
    settings += weak.flatMap { originator in weak.map { Setting([originator], for: [$0], bond: true) } }
    var (states, violations) = (0, 0)
    for setting in settings {
      let exploration = try await Exploration.run(setting)
      report(exploration)
      states += exploration.states
      if case .unfair = exploration.verdict { violations += 1 }
    }
    print("states \(states), class pairs \(settings.count), violations \(violations)")
  }

  private static func report(_ exploration: Exploration) {
    let seconds = exploration.findings.reduce(0) { $0 + $1.seconds }
    let title = exploration.setting.title
    switch exploration.verdict {
    case .fair: print("\(title): fair, \(exploration.states) states, \((seconds * 10).rounded() / 10) s")
    case .refused: print("\(title): refused, because it cannot be fair")
    case .unfair(let violation):
      print("\(title): VIOLATION of \(violation.property)")
      print("  in \(exploration.findings.last?.setting ?? title)")
      for (number, line) in violation.story.enumerated() { print("  \(number + 1). \(line)") }
    }
    for bound in exploration.bounds { print("  not exhaustive: \(bound)") }
  }
}

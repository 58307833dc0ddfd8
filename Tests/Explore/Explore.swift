import ExchangeExplorer
import SemperExchange
import SemperModel

/// Usage while developing: explore [o-classes for r-classes [via] [bond]] …
@main struct Explore {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    let mode: OpeningMode = words.contains("via") ? .viaArbiter : .direct
    let classes: [[ItemClass]] =
      words.contains("all")
      ? ItemClass.allCases.map { [$0] } : [[.statement], [.lock], [.data]]
    var total = 0
    for o in classes {
      for r in classes {
        let base = Setting(o, for: r, mode: mode, bond: words.contains("bond"))
        var verdict = "fair"
        var (states, seconds) = (0, 0.0)
        do {
          for setting in base.withAllCheats {
            let finding = try await Search.run(setting)
            states += finding.states
            seconds += finding.seconds
            if let bound = finding.bound { print("  BOUND", setting.name, bound) }
            if let violation = finding.violation {
              verdict = "UNFAIR"
              print("  VIOLATION", setting.name, "|", violation.property)
              for line in violation.story { print("     ", line) }
            }
          }
        } catch let refusal as Refusal { verdict = "refused " + refusal.description.prefix(60) }
        total += states
        print(base.name, verdict, "states", states, "s", seconds)
      }
    }
    print("total", total)
  }
}

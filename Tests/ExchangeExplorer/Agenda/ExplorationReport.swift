package import SemperCoding

/// What is told of an exploration, and what of it is counted.
package struct ExplorationReport: CanonicalValue, Hashable, Sendable {
  package let lines: [String]
  package let states: Int
  package let milliseconds: Int
  package let isUnfair: Bool

  package init(_ exploration: Exploration) {
    states = exploration.states
    milliseconds = Int(exploration.seconds * 1_000)
    if case .unfair = exploration.verdict { isUnfair = true } else { isUnfair = false }
    lines = Self.lines(exploration) + exploration.bounds.map { "  not exhaustive: \($0)" }
  }

  private static func lines(_ exploration: Exploration) -> [String] {
    let title = exploration.title
    switch exploration.verdict {
    case .fair:
      let seconds = (exploration.seconds * 10).rounded() / 10
      let speed = speed(exploration.states, milliseconds: Int(exploration.seconds * 1_000))
      return ["\(title): fair, \(exploration.states) states, \(seconds) s, \(speed)"]
    case .refused: return ["\(title): refused, because it cannot be fair"]
    case .unfair(let violation):
      let story = violation.story.enumerated().map { "  \($0 + 1). \($1)" }
      return [
        "\(title): VIOLATION of \(violation.property)", "  in \(exploration.findings.last?.setting ?? title)",
      ] + story
    }
  }

  package static func speed(_ states: Int, milliseconds: Int) -> String {
    "\(states * 1_000 / max(milliseconds, 1)) states a second"
  }

  package var json: JSON {
    .fields([
      "lines": lines.json, "milliseconds": milliseconds.json, "states": states.json, "unfair": isUnfair.json,
    ])
  }

  package init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lines = try fields.value("lines")
    milliseconds = try fields.value("milliseconds")
    states = try fields.value("states")
    isUnfair = try fields.value("unfair")
    try fields.close()
  }
}

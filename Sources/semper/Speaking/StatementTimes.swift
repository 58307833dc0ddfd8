import ArgumentParser
import SemperModel

/// Between which moments a statement of account tells what has moved.
struct StatementTimes: ParsableArguments {
  @Option(help: "The first moment, such as 2026-11-01T00:00:00Z; from the beginning without it.")
  var from: Timestamp?
  @Option(help: "The last moment; until now without it.")
  var until: Timestamp?

  func validate() throws {
    if let from, let until, until < from { throw ValidationError("--until is not before --from") }
  }
}

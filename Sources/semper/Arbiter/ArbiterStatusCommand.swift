import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel

/// `semper arbiter status ADDRESS`: exits 0 only if the arbiter decides.
struct ArbiterStatusCommand: AsyncParsableCommand {
  static let doesNotDecide = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Whether it decides, its epochs, how many exchanges stand where, its log.",
    discussion: "Exits 0 when the arbiter decides and 1 when it only repeats old decisions.")

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let status = try await arbiter.withClient { try await $0.status() }
    if json { Output.json(status.json) } else { Self.lines(status).forEach(Output.line) }
    if !status.standing.decides { throw Self.doesNotDecide }
  }

  static func lines(_ status: ArbiterStatus) -> [String] {
    let tally = status.tally
    var lines = [
      words(status.standing), "",
      "Exchanges   \(tally.resolved) resolved, \(tally.aborted) aborted, \(tally.failed) failed, \(tally.open) open",
      "Next window " + (status.nextWindow.map { "ends \($0)" } ?? "none is open"),
    ]
    if let head = status.head { lines.append("Log         \(head.size) entries, root \(head.root)") }
    for epoch in status.epochs {
      let end =
        switch epoch.stage {
        case .offered: epoch.rotation.map { "offered until \($0)" } ?? "offered"
        case .ended: epoch.destruction.map { "still served, destroyed after \($0)" } ?? "still served"
        case .destroying: "being destroyed"
        case .destroyed: "destroyed"
        }
      lines.append("Epoch \(epoch.number)     opened \(epoch.opened), \(end)")
    }
    return lines
  }

  private static func words(_ standing: ArbiterStanding) -> String {
    switch standing {
    case .deciding: "The arbiter decides."
    case .awaitingWitness: "The arbiter decides nothing until a witness has confirmed its log."
    case .queryOnly(let size?):
      "The arbiter only repeats old decisions: a log of \(size) entries was seen that its own is not an extension of."
    case .queryOnly(nil): "The arbiter only repeats old decisions: the checkpoint outside its home is missing."
    case .superseded: "The arbiter only repeats old decisions: another instance has started on its store."
    }
  }
}

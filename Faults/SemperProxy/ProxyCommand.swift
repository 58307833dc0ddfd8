import ArgumentParser
import SemperCoding

/// The faulty network between two honest processes: forwards HTTP/1.1 and does to chosen messages what its rules say.
@main
struct ProxyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "semper-proxy",
    abstract: "Forwards HTTP/1.1 and brings faults: drops, delays, duplicates, cuts, slows, stops for a hook.",
    discussion: """
      Events are JSON lines on standard output: listening, matched, refusing, restored, error. Commands are lines on
      standard input: “continue” or {"do":"continue","rule":NAME} lets a hooked message go on, {"do":"drop","rule":NAME}
      swallows it, {"do":"refuse"} closes everything from now on, {"do":"restore"} ends that, {"do":"rules","rules":[…]}
      replaces the rules. When standard input ends, hooks no longer wait.
      """)

  @Option(help: "Where to listen, such as 127.0.0.1:8081; port 0 takes any free one.")
  var listen: Endpoint

  @Option(help: "Where to forward to, such as 127.0.0.1:8080.")
  var to: Endpoint

  @Option(help: "A JSON file {\"rules\":[…]}; without it everything passes.")
  var rules: String?

  func run() async throws {
    let book = RuleBook(try rules.map(RulesFile.read) ?? [])
    let events = EventLog()
    let gate = HookGate(events)
    ControlReader(book: book, gate: gate, events: events).start()
    try await ProxyServer(listen: listen, target: to, book: book, gate: gate, events: events).run()
  }
}

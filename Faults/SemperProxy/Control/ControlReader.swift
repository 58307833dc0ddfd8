import Foundation
import SemperCoding

/// Reads commands from standard input, a line each, on a thread of its own.
struct ControlReader: Sendable {
  let book: RuleBook
  let gate: HookGate
  let events: EventLog

  func start() {
    Thread.detachNewThread {
      while let line = readLine() { obey(line) }
      gate.open()
    }
  }

  private func obey(_ line: String) {
    if line == "continue" { return release(nil, forwards: true) }
    do {
      let json = try CanonicalJSON.parse(Array(line.utf8))
      let rule = try json["rule"].map(String.init(json:))
      switch try json["do"].map(String.init(json:)) {
      case "continue": release(rule, forwards: true)
      case "drop": release(rule, forwards: false)
      case "refuse":
        book.refuses = true
        events.write(["event": "refusing".json])
      case "restore":
        book.refuses = false
        events.write(["event": "restored".json])
      case "rules":
        book.replace(try RulesFile.rules(in: json))
        events.write(["event": "rules".json])
      default: complain("there is no such command: continue, drop, refuse, restore, rules")
      }
    } catch {
      complain("\(error)")
    }
  }

  private func release(_ rule: String?, forwards: Bool) {
    if !gate.release(rule, forwards: forwards) { complain("no message waits") }
  }

  private func complain(_ message: String) {
    events.write(["event": "error".json, "message": message.json])
  }
}

import Foundation
import SemperCoding
import SemperCommunication
import SemperWallet

/// The proxy program between two honest processes: it holds a message back at an exact moment, drops it, or cuts the line.
struct FaultyNetwork: Sendable {
  let process: ChildProcess
  let address: Address

  /// Which message is chosen, and what is done to it.
  struct Rule: Sendable {
    let json: JSON

    /// The first message with such a statement is held until we say what becomes of it.
    static func hold(_ direction: String, _ kind: String) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "hook".json]), "direction": direction.json, "name": kind.json,
          "typ": "semper-\(kind)+jws".json,
        ]))
    }

    /// The first request to a path, or answer to one, is held until we say what becomes of it.
    static func hold(_ direction: String, to path: String) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "hook".json]), "direction": direction.json, "name": path.json,
          "pathEnd": path.json,
        ]))
    }

    /// Every answer to a request for goods ends after so many bytes, with the line.
    static func cutGoods(after bytes: Int) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["bytes": bytes.json, "do": "cut".json]), "direction": "response".json,
          "name": "goods".json, "occurrence": 0.json, "pathEnd": "/goods".json,
        ]))
    }

    /// So many bytes of every answer to a request whose path ends so, then the line is cut.
    static func cut(answersTo end: String, after bytes: Int) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["bytes": bytes.json, "do": "cut".json]), "direction": "response".json,
          "name": "cut".json, "occurrence": 0.json, "pathEnd": end.json,
        ]))
    }

    /// The first message with such a statement is lost.
    static func lose(_ direction: String, _ kind: String) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "drop".json]), "direction": direction.json, "name": kind.json,
          "typ": "semper-\(kind)+jws".json,
        ]))
    }

    /// The first answer to a message is lost, which its receiver has already.
    static func loseFirstAnswer(to end: String) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "drop".json]), "direction": "response".json, "name": "answer".json,
          "pathEnd": end.json,
        ]))
    }

    /// Every message is sent twice.
    static var double: Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "duplicate".json]), "direction": "request".json, "method": "POST".json,
          "name": "double".json, "occurrence": 0.json,
        ]))
    }

    /// Every message is late.
    static func delay(milliseconds: Int) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["do": "delay".json, "milliseconds": milliseconds.json]), "direction": "request".json,
          "method": "POST".json, "name": "delay".json, "occurrence": 0.json,
        ]))
    }

    /// Answers to requests whose path ends so come slowly.
    static func slow(answersTo end: String, bytesPerSecond: Int) -> Rule {
      Rule(
        json: .fields([
          "action": JSON.fields(["bytesPerSecond": bytesPerSecond.json, "do": "slow".json]),
          "direction": "response".json, "name": "slow".json, "occurrence": 0.json, "pathEnd": end.json,
        ]))
    }
  }

  static func start(_ executable: String, to target: Address, rules: [Rule], log: String) async throws -> FaultyNetwork
  {
    let file = log + ".rules.json"
    try Data(CanonicalJSON.encode(.fields(["rules": .array(rules.map(\.json))]))).write(
      to: URL(fileURLWithPath: file))
    let endpoint = target.text.replacingOccurrences(of: "http://", with: "")
    let process = ChildProcess(
      "network", executable, ["--listen", "127.0.0.1:0", "--to", endpoint, "--rules", file], log: log)
    try await process.start()
    guard let line = await process.nextLine(), let json = try? CanonicalJSON.parse(Array(line.utf8)),
      let port = json["port"].flatMap({ try? Int(json: $0) })
    else { throw DemoError(.demoErrorStart, ["part": "network", "log": log]) }
    return FaultyNetwork(process: process, address: try Address("http://127.0.0.1:\(port)"))
  }

  /// Waits until a rule has chosen a message, which it holds if it is such a rule.
  func matched() async throws {
    while let line = await process.nextLine() {
      if (try? CanonicalJSON.parse(Array(line.utf8)))?["event"] == "matched".json { return }
    }
    throw DemoError(.demoErrorMessage)
  }

  func drop() async { await process.write(#"{"do":"drop"}"#) }
  func letPass() async { await process.write(#"{"do":"continue"}"#) }
  /// From now on nobody gets through.
  func cut() async { await process.write(#"{"do":"refuse"}"#) }
  /// From now on all goes through as it is. Returns once that is so, or the network is gone.
  func calm() async {
    await process.write(#"{"do":"rules","rules":[]}"#)
    while let line = await process.nextLine() {
      if (try? CanonicalJSON.parse(Array(line.utf8)))?["event"] == "rules".json { return }
    }
  }
  func mend() async { await process.write(#"{"do":"restore"}"#) }
}

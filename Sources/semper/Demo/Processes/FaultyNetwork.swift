import Foundation
import SemperCoding
import SemperCommunication
import SemperWallet

/// The proxy program between two honest processes: it holds a message back at an exact moment, drops it, or cuts the line.
struct FaultyNetwork: Sendable {
  let process: ChildProcess
  let address: Address

  /// One rule: the first message that carries a statement of this type is held until we say what becomes of it.
  struct Hold: Sendable {
    let name: String
    let direction: String
    let type: String

    var json: JSON {
      .fields([
        "action": JSON.fields(["do": "hook".json]), "direction": direction.json, "name": name.json,
        "typ": type.json,
      ])
    }
  }

  static func start(_ executable: String, to target: Address, holds: [Hold], log: String) async throws -> FaultyNetwork
  {
    let rules = log + ".rules.json"
    try Data(CanonicalJSON.encode(.fields(["rules": .array(holds.map(\.json))]))).write(
      to: URL(fileURLWithPath: rules))
    let endpoint = target.text.replacingOccurrences(of: "http://", with: "")
    let process = ChildProcess(
      "network", executable, ["--listen", "127.0.0.1:0", "--to", endpoint, "--rules", rules], log: log)
    try await process.start()
    guard let line = await process.nextLine(), let json = try? CanonicalJSON.parse(Array(line.utf8)),
      let port = json["port"].flatMap({ try? Int(json: $0) })
    else { throw WalletError(.notPossible, "the network between the processes did not start; see \(log)") }
    return FaultyNetwork(process: process, address: try Address("http://127.0.0.1:\(port)"))
  }

  /// Waits until a message is held.
  func held() async throws {
    while let line = await process.nextLine() {
      if (try? CanonicalJSON.parse(Array(line.utf8)))?["event"] == "matched".json { return }
    }
    throw WalletError(.notPossible, "the network ended before the message came")
  }

  func drop() async { await process.write(#"{"do":"drop"}"#) }
  func letPass() async { await process.write(#"{"do":"continue"}"#) }
  /// From now on nobody gets through.
  func cut() async { await process.write(#"{"do":"refuse"}"#) }
  func mend() async { await process.write(#"{"do":"restore"}"#) }
}

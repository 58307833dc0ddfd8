import Foundation
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography

/// Measures a mint alone: a process of its own on a durable archive, asked over HTTP by clients that only send and receive.
///
/// As with GNU Taler's own benchmark, clients make keys and blind before the timed windows. A round that does not count comes first.
struct MintBench {
  let semper: String
  let directory: String
  let transport: HTTPClientTransport
  var clients = 8
  /// Requests of each kind in a round.
  let requests: Int
  var rounds = 3
  var coinsInBatch = 16

  func measure(bits: Int) async throws -> MintFigures {
    let single = try await load(bits: bits, requests: requests, coins: 1)
    let batches = try await load(bits: bits, requests: max(clients, requests / coinsInBatch), coins: coinsInBatch)
    return MintFigures(bits: bits, clients: clients, single: single, batches: batches, coinsInBatch: coinsInBatch)
  }

  private func load(bits: Int, requests: Int, coins: Int) async throws -> [MintRound] {
    let home = "\(directory)/mint-\(bits)-\(coins)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let server = ChildProcess(
      "mint", semper, ["bench", "mint-server", "--home", home, "--bits", String(bits)], log: home + "/mint.log")
    try await server.start()
    do {
      let rounds = try await load(server, requests: requests, coins: coins)
      await server.stop()
      return rounds
    } catch {
      await server.stop()
      throw error
    }
  }

  private func load(_ server: ChildProcess, requests: Int, coins: Int) async throws -> [MintRound] {
    guard let line = await server.nextLine(), let number = await server.number else { throw BenchError(.noProcess) }
    let (address, key) = try MintServerCommand.ready(line)
    let load = try await MintLoad(
      of: key, at: address, server: number, clients: clients, requests: requests, coinsPerRequest: coins,
      transport: transport)
    var measured: [MintRound] = []
    for _ in 0...rounds { measured.append(try await load.round()) }
    return Array(measured.dropFirst())
  }
}

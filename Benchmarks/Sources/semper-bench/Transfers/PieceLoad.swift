import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting

/// Exchanges piece for piece between two sides whose messages go over HTTP, with a journal on SQLite each. The ciphertexts lie on a
/// shelf that both can reach; keys, terms and pieces are made before the clock runs.
struct PieceLoad {
  let pieces: Int
  let size: Int
  let client: any Transport

  /// One round, one exchange after the other. Throws when one does not go through.
  func run(exchanges: Int) async throws -> TransferRound {
    try await Scratch.withAsync { scratch in
      let archives = try ExchangeRole.allCases.map {
        try SQLiteArchive(path: scratch.file("\($0.rawValue).sqlite"), masterKey: [UInt8](repeating: 7, count: 32))
      }
      var stages = [PieceStage]()
      for number in 0..<exchanges {
        stages.append(try await PieceStage(pieces: pieces, size: size, seed: UInt64(number + 1)))
      }
      let boxes = ExchangeRole.allCases.map { _ in PieceBox() }
      let routes = ExchangeRole.allCases.map { role in
        Route(
          .post, "/\(role.rawValue)", summary: "Takes a statement of the other side's.",
          limits: RouteLimits(body: 1 << 20, time: Span(seconds: 60))
        ) { [box = boxes[role == .originator ? 0 : 1]] request, _ in
          try await box.receive(SignedStatement(bytes: request.body))
          return .json(JSON.fields(["received": true.json]))
        }
      }
      let round = try await LoopbackServer.with("Benchmark pieces", routes) { [stages] address in
        let transport = CountingTransport(client)
        return try await TransferRound.timed(
          exchanges, callers: 1, over: transport, commits: { archives.map(\.statistics.commits).reduce(0, +) }
        ) { number in
          try await withThrowingTaskGroup(of: Void.self) { group in
            for (role, (archive, box)) in zip(ExchangeRole.allCases, zip(archives, boxes)) {
              let peer = PieceLine(transport: transport, address: address, peer: role.peer)
              let driver = try Self.driver(stages[number], role, peer, archive.journal, number)
              box.open(driver)
              group.addTask {
                let outcome = try await driver.run().outcome
                guard case .completed? = outcome else {
                  throw BenchmarkError("an exchange has ended otherwise: \(outcome.map { "\($0)" } ?? "not at all")")
                }
              }
            }
            try await group.waitForAll()
          }
        }
      }
      for archive in archives { try archive.close() }
      return round
    }
  }

  private static func driver(
    _ stage: PieceStage, _ role: ExchangeRole, _ peer: PieceLine, _ journal: any Journal, _ number: Int
  ) throws -> MachineDriver<PieceMachine> {
    let machine = try stage.machine(role)
    let time = RunningTime(from: stage.clock.now())
    let performer = try stage.performer(role, peer: peer, time: time)
    return MachineDriver(
      machine, conversation: ConversationID(machine: PieceMachine.identity.name, id: "exchange-\(number)"),
      journal: journal, time: time, logger: LoopbackServer.quiet
    ) { action in
      try await performer.perform(action, of: machine)
    }
  }
}

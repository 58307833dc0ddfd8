import ArgumentParser
import SemperTesting

/// Exchanges of each cell of Figure 2, with what it usually holds and with what else it may.
struct CellsBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: "Exchanges of each cell against bare commits and signatures.")

  @Option var rounds = 3
  @Option(help: "Exchanges a round.") var exchanges = 64
  @Option(help: "Bytes of each piece of data.") var size = 70_000

  func run() async throws {
    try await ExchangeMeasuring(benchmark: "cells", rounds: rounds, exchanges: exchanges, callers: [1, 8]).run(
      CellCase.all.map { row in
        (row.description, ExchangeLoad(proposer: row.proposer, invited: row.invited, wish: row.wish, size: size))
      })
  }
}

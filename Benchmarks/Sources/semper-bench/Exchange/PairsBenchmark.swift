import ArgumentParser
import SemperTesting

/// Exchanges of each pair of item classes that the planner admits, originator and responder, direct and via the arbiter.
struct PairsBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs", abstract: "Exchanges of each pair of item classes against bare commits and signatures.")

  @Option var rounds = 3
  @Option(help: "Exchanges a round.") var exchanges = 64
  @Option(help: "Bytes of each piece of data.") var size = 70_000

  func run() async throws {
    try await ExchangeMeasuring(benchmark: "pairs", rounds: rounds, exchanges: exchanges, callers: [8]).run(
      ClassPair.exchanges.compactMap { pair in
        pair.wares.map { wares in
          (
            pair.description,
            ExchangeLoad(proposer: wares.proposer, invited: wares.invited, wish: ClassPair.wish, size: size)
          )
        }
      })
  }
}

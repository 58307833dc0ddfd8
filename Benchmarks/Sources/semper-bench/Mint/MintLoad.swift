import ArgumentParser
import Foundation
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel

/// The clients of a mint, in a process of their own; each has one connection and one request under way at a time.
struct MintLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mint-load", shouldDisplay: false)

  @Option var address: String
  @Option var key: String
  @Option var server: Int32
  @Option var clients: Int
  @Option(help: "Requests of each kind in a round, of all clients together.") var requests: Int
  @Option(help: "Coins in a request.") var coins: Int
  @Option var rounds: Int

  func run() async throws {
    Parent.follow()
    let transport = try HTTPClientTransport(connections: clients)
    let mint = try PublicKey(json: CanonicalJSON.parse(Array(key.utf8)))
    var payers = [Payer]()
    for _ in 0..<clients { payers.append(try await Payer(transport, at: Address(address), mint: mint)) }
    for _ in 0..<rounds { try Parent.tell(try await round(payers)) }
    try await transport.shutdown()
  }

  private func round(_ payers: [Payer]) async throws -> MintRound {
    let (coins, each) = (coins, requests / clients)
    let now = SystemTime().now()
    let orders = try await Self.concurrently(payers.map { ($0, ()) }) { payer, _ in
      try (0..<each).map { _ in try payer.withdrawal(of: coins, now: now) }
    }
    let (withdrawn, withdraw) = try await timed(payers, orders)
    let swaps = try await Self.concurrently(zip(payers, withdrawn)) { payer, coins in
      try coins.map { try payer.swap($0, now: now) }
    }
    let (swapped, swap) = try await timed(payers, swaps)
    let deposits = try await Self.concurrently(zip(payers, swapped)) { payer, coins in
      try coins.map { try payer.deposit($0, now: now) }
    }
    let (_, deposit) = try await timed(payers, deposits)
    return MintRound(withdraw: withdraw, swap: swap, deposit: deposit)
  }

  /// Sends what each payer has prepared and checks the answers, against the clock.
  private func timed(
    _ payers: [Payer], _ requests: [[Payer.Prepared]]
  ) async throws -> (coins: [[[Payer.OwnCoin]]], phase: MintPhase) {
    let own = ProcessInfo.processInfo.processIdentifier
    let before = try (ProcessFacts.processorSeconds(of: server), ProcessFacts.processorSeconds(of: own))
    let start = ContinuousClock.now
    let results = try await Self.concurrently(zip(payers, requests)) { payer, requests in
      var latencies = [Double]()
      var coins = [[Payer.OwnCoin]]()
      for request in requests {
        let begin = ContinuousClock.now
        let answer = try await payer.send(request)
        latencies.append(Clock.seconds(since: begin))
        coins.append(try payer.coins(from: answer, to: request))
      }
      return (coins: coins, latencies: latencies)
    }
    let seconds = Clock.seconds(since: start)
    guard let latency = Latency(seconds: results.flatMap(\.latencies)) else { throw BenchmarkError("no requests") }
    return (
      results.map(\.coins),
      MintPhase(
        seconds: seconds, requests: requests.reduce(0) { $0 + $1.count }, latency: latency,
        serverProcessor: try ProcessFacts.processorSeconds(of: server) - before.0,
        clientProcessor: try ProcessFacts.processorSeconds(of: own) - before.1)
    )
  }

  /// The results of one task for each payer, in their order.
  private static func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<(Payer, Input)>, _ work: @escaping @Sendable (Payer, Input) async throws -> Output
  ) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
      for (index, (payer, input)) in inputs.enumerated() {
        group.addTask { (index, try await work(payer, input)) }
      }
      return try await group.reduce(into: [(Int, Output)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

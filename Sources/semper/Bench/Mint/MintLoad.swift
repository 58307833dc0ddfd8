import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// The clients of a mint; each has one connection and one request under way at a time.
///
/// In the timed windows they send bytes that are ready and take the answers; what these say is verified after each window.
struct MintLoad {
  /// The process of the mint.
  let server: Int32
  /// Requests of each kind in a round, of all clients together.
  let requests: Int
  let coinsPerRequest: Int
  private let payers: [MintPayer]

  init(
    of mint: PublicKey, at address: Address, server: Int32, clients: Int, requests: Int, coinsPerRequest: Int,
    transport: any Transport
  ) async throws {
    (self.server, self.requests, self.coinsPerRequest) = (server, requests, coinsPerRequest)
    var payers: [MintPayer] = []
    for _ in 0..<clients { payers.append(try await MintPayer(transport, at: address, mint: mint)) }
    self.payers = payers
  }

  /// Coins are withdrawn, swapped for new ones, and these are deposited.
  func round() async throws -> MintRound {
    let (count, each) = (coinsPerRequest, max(1, requests / payers.count))
    let now = SystemTime().now()
    let orders = try await Self.concurrently(payers.map { ($0, ()) }) { payer, _ in
      try (0..<each).map { _ in try payer.withdrawal(of: count, now: now) }
    }
    let (withdrawn, withdraw) = try await timed(orders)
    let swaps = try await Self.concurrently(zip(payers, withdrawn)) { payer, coins in
      try coins.map { try payer.swap($0, now: now) }
    }
    let (swapped, swap) = try await timed(swaps)
    let deposits = try await Self.concurrently(zip(payers, swapped)) { payer, coins in
      try coins.map { try payer.deposit($0, now: now) }
    }
    let (_, deposit) = try await timed(deposits)
    return MintRound(withdraw: withdraw, swap: swap, deposit: deposit)
  }

  /// Sends what each payer has prepared, against the clock, and checks all answers after it.
  private func timed(
    _ requests: [[MintPayer.Prepared]]
  ) async throws -> (coins: [[[MintPayer.OwnCoin]]], phase: MintPhase) {
    let before = try ProcessorTime(of: server)
    let start = ContinuousClock.now
    let answers = try await Self.concurrently(zip(payers, requests)) { payer, requests in
      try await PlainConnection.inThread { try payer.answers(to: requests) }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let used = try ProcessorTime(of: server) - before
    let coins = try await Self.concurrently(zip(payers, zip(requests, answers))) { payer, exchanges in
      try zip(exchanges.0, exchanges.1).map { try payer.coins(from: $1.body, to: $0) }
    }
    return (coins, MintPhase(seconds: seconds, latencies: answers.flatMap { $0.map(\.seconds) }, processor: used))
  }

  /// The results of one task for each payer, in their order.
  private static func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<(MintPayer, Input)>,
    _ work: @escaping @Sendable (MintPayer, Input) async throws -> Output
  ) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
      for (index, (payer, input)) in inputs.enumerated() {
        group.addTask { (index, try await work(payer, input)) }
      }
      return try await group.reduce(into: [(Int, Output)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

import ArgumentParser
import SemperArchiveSQLite
import SemperModel
import SemperSET

/// Card payments by SET on durable archives, all parties called in one process: what a payment costs without the network.
struct CardBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cards", abstract: "Card payments by SET, and locks on a card, against OpenSSL's share of them.")

  @Option var rounds = 3
  @Option(help: "Payments a round.") var payments = 60

  func run() async throws {
    var report = Report()
    let reference = try CardReference()
    try reference.report(to: &report)
    try await Scratch.withAsync { scratch in
      let load = try await CardLoad(in: scratch)
      for payers in [1, 8] {
        try report.add(
          try await measured("paid and captured at once", payers, reference.payment) {
            try await load.pay(payments, payers: payers)
          })
        try report.add(
          try await measured("locked, then claimed", payers, reference.lock) {
            try await load.lock(payments, payers: payers)
          })
      }
      try load.close()
    }
    report.printTable()
  }

  /// - Parameter alone: processor seconds that OpenSSL would need for a payment's signatures and RSA operations.
  private func measured(
    _ name: String, _ payers: Int, _ alone: Double, _ round: () async throws -> CardLoad.Result
  ) async throws -> Measurement {
    var results: [CardLoad.Result] = []
    for number in 0...rounds {
      let result = try await round()
      // The first round warms up and does not count.
      if number > 0 { results.append(result) }
    }
    func median(_ value: (CardLoad.Result) -> Double) -> Double { Spread(results.map(value)).median }
    let processor = median(\.processorSeconds)
    return Measurement(
      "cards", "\(name), \(payers) at once", "payments/s", Spread(results.map(\.rate)),
      latency: Latency(results.compactMap { Latency(seconds: $0.seconds) })
    )
    .over(1 / alone, "OpenSSL doing its signatures and RSA alone, one core")
    .with("processor ms", processor * 1_000)
    .with("crypto share by OpenSSL's speed %", alone / processor * 100)
    .with("bytes sent", median(\.bytesSent))
    .with("messages", median(\.messages))
    .with("bytes stored", median(\.bytesStored))
    .with("commits", median(\.commits))
  }
}

import ArgumentParser
import Foundation
import SemperCommunicationHTTP

/// Transfers with and without a receipt, open and confidential, and exchanges piece for piece, over HTTP on loopback, beside an
/// upload of the same bytes to the same server by the same client.
struct TransfersBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfers", abstract: "Transfers and exchanges piece for piece against plain uploads over HTTP.")

  private static let sizes = [("1 KiB", 1 << 10), ("1 MiB", 1 << 20)]

  @Option var rounds = 3
  @Option(help: "Transfers a round of 1 KiB; of 1 MiB there are an eighth of that.") var transfers = 128
  @Option(help: "Exchanges piece for piece a round.") var exchanges = 16
  @Option(help: "Pieces of each side.") var pieces = 10
  @Option(help: "Bytes of each piece.") var size = 70_000

  func run() async throws {
    var report = Report()
    let client = try HTTPClientTransport()
    for (name, bytes) in Self.sizes {
      let count = bytes > 1 << 16 ? max(8, transfers / 8) : transfers
      for callers in [1, 8] {
        let upload = try report.add(
          try await measured("plain upload of \(name), \(callers) at once", count: count, callers) {
            try await UploadLoad(bytes: bytes, client: client).run(uploads: $0, callers: callers)
          })
        for isConfidential in [false, true] {
          for asksReceipt in [false, true] {
            let words = [isConfidential ? "confidential" : "open", asksReceipt ? "with receipt" : "without receipt"]
            let load = TransferLoad(
              bytes: bytes, isConfidential: isConfidential, asksReceipt: asksReceipt, client: client)
            let name = "transfer of \(name), \(words.joined(separator: ", ")), \(callers) at once"
            try report.add(
              try await measured(name, count: count, callers) { try await load.run(transfers: $0, callers: callers) }
                .over(upload))
          }
        }
      }
    }
    let bytes = 2 * pieces * size
    let upload = try report.add(
      try await measured("plain upload of \(bytes) bytes, 1 at once", count: exchanges, 1) {
        try await UploadLoad(bytes: bytes, client: client).run(uploads: $0, callers: 1)
      })
    let load = PieceLoad(pieces: pieces, size: size, client: client)
    let exchanged = try await measured("exchange of \(pieces) for \(pieces) pieces, 1 at once", count: exchanges, 1) {
      try await load.run(exchanges: $0)
    }
    try report.add(
      exchanged.over(upload).with("pieces/s", exchanged.spread.median * Double(2 * pieces)))
    try report.add(
      Measurement(
        "transfers", "peak memory of all", "MiB",
        Spread([try ProcessFacts.peakMemory(of: ProcessInfo.processInfo.processIdentifier)])))
    report.printTable()
    try await client.shutdown()
  }

  /// The first round warms up and does not count.
  private func measured(
    _ name: String, count: Int, _ callers: Int, _ round: (Int) async throws -> TransferRound
  ) async throws -> Measurement {
    var results = [TransferRound]()
    for number in 0...rounds {
      let result = try await round(number == 0 ? callers : count)
      if number > 0 { results.append(result) }
    }
    guard let last = results.last else { throw BenchmarkError("no rounds, no figures") }
    return Measurement(
      "transfers", name, "a second", Spread(results.map(\.rate)), latency: Latency(results.map(\.latency))
    )
    .with("CPU ms", Spread(results.map(\.processorMilliseconds)).median)
    .with("bytes", last.bytes).with("round trips", last.requests).with("commits", last.commits)
  }
}

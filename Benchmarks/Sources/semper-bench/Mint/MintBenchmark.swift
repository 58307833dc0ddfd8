import ArgumentParser
import Foundation

/// The mint over HTTP, as `semper bench mint` measures it, beside what signs alone.
///
/// Server and clients are processes on the same cores, the archive is durable. As in the peers' benchmarks clients make their keys,
/// blind and sign outside the timed windows; they check what came back after each. A pair is one withdrawal and one deposit of one coin;
/// its rate follows from the rates of the two windows.
struct MintBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mint", abstract: "Pairs, swaps and blind signatures.")

  @Option(help: "Key sizes, comma-separated.") var bits = "2048,3072"
  @Option(help: "Rounds that count, after one that does not.") var rounds = 3
  @Option(help: "Requests of each kind in a round with 8 clients and 2048 bits; other cases scale.") var requests = 1600

  func run() throws {
    var report = Report()
    for size in bits.split(separator: ",").compactMap({ Int($0) }) {
      let limits = try limits(size, &report)
      let scale = size > 2048 ? 3 : 1
      for clients in [1, 8] {
        let count = requests / scale / (clients == 1 ? 2 : 1)
        let figures = try load(bits: size, clients: clients, requests: count)
        try add(figures.rounds, "\(size) bits, \(clients) client\(clients > 1 ? "s" : "")", limits, &report)
        guard clients > 1 else { continue }
        try report.add(
          measurement("blind signatures, \(size) bits, 8 clients, 16 a request", "signatures/s", figures.batchRounds) {
            Double(figures.coinsInBatch) * $0.withdrawals.perSecond
          }.over(limits.boringSSLAllCores, "BoringSSL, all cores").over(limits.openSSLAllCores, "OpenSSL, all cores"))
      }
    }
    report.printTable()
  }

  private func limits(_ bits: Int, _ report: inout Report) throws -> SigningLimits {
    let limits = try SigningLimits(bits: bits)
    try report.add(
      Measurement(
        "mint", "limit: \(bits)-bit signatures, BoringSSL, one core", "signatures/s", Spread([limits.boringSSL])
      )
      .with("OpenSSL /s", limits.openSSL).with("ours, checked /s", limits.own))
    return limits
  }

  private func load(bits: Int, clients: Int, requests: Int) throws -> MintFigures {
    try Scratch.with { scratch in
      let measuring = try Child(
        [
          "bench", "mint", "--json", "--dir", scratch.path + "/mint", "--bits", "\(bits)", "--clients", "\(clients)",
          "--requests", "\(requests)", "--rounds", "\(rounds)",
        ], program: Child.program.deletingLastPathComponent().appending(path: "semper"))
      let printed: MintFigures.Printed = try measuring.next()
      try measuring.wait()
      guard let figures = printed.mint.first else { throw BenchmarkError("semper bench mint gave no figures") }
      return figures
    }
  }

  private func add(
    _ rounds: [MintRound], _ name: String, _ limits: SigningLimits, _ report: inout Report
  ) throws {
    let processor = Spread(rounds.map { $0.withdrawals.serverMilliseconds + $0.deposits.serverMilliseconds })
    let clients = Spread(rounds.map { $0.withdrawals.clientMilliseconds + $0.deposits.clientMilliseconds })
    try report.add(
      measurement("pairs, \(name)", "pairs/s", rounds, \.pairsPerSecond)
        .over(limits.boringSSL, "BoringSSL, one core").over(limits.boringSSLAllCores, "BoringSSL, all cores")
        .with("pairs/s if the cores were ours", Double(limits.cores) * 1_000 / (processor.median + clients.median))
        .with("share of server CPU that signs", 1_000 / limits.own / processor.median)
        .with("server CPU ms/pair", processor.median).with("clients' CPU ms/pair", clients.median))
    try report.add(
      measurement("withdrawals, \(name)", "requests/s", rounds, phase: \.withdrawals)
        .over(limits.boringSSLAllCores, "BoringSSL, all cores"))
    try report.add(measurement("deposits, \(name)", "requests/s", rounds, phase: \.deposits))
    try report.add(
      measurement("swaps, \(name)", "requests/s", rounds, phase: \.swaps)
        .over(limits.boringSSLAllCores, "BoringSSL, all cores"))
  }

  private func measurement(
    _ name: String, _ unit: String, _ rounds: [MintRound], _ value: (MintRound) -> Double
  ) -> Measurement {
    Measurement("mint", name, unit, Spread(rounds.map(value)))
  }

  private func measurement(
    _ name: String, _ unit: String, _ rounds: [MintRound], phase: (MintRound) -> MintPhase
  ) -> Measurement {
    let phases = rounds.map(phase)
    return Measurement(
      "mint", name, unit, Spread(phases.map(\.perSecond)), latency: Latency(phases.map(\.latency)))
  }
}

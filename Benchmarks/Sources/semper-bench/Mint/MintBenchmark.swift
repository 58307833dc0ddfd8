import ArgumentParser
import Foundation

/// The mint over HTTP: server and clients are processes on the same cores, the archive is durable.
///
/// As in the peers' benchmarks clients make their keys, blind and sign outside the timed windows; unlike there they check
/// within them what comes back: the receipt's signature and every coin's. A pair is one withdrawal and one deposit of one
/// coin; its rate follows from the rates of the two windows.
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
        let rounds = try load(bits: size, clients: clients, requests: count, coins: 1)
        try add(rounds, "\(size) bits, \(clients) client\(clients > 1 ? "s" : "")", limits, &report)
      }
      let batches = try load(bits: size, clients: 8, requests: max(16, requests / scale / 16), coins: 16)
      try report.add(
        measurement("blind signatures, \(size) bits, 8 clients, 16 a request", "signatures/s", batches) {
          16 * Self.rate($0.withdraw)
        }.over(limits.boringSSLAllCores, "BoringSSL, all cores").over(limits.openSSLAllCores, "OpenSSL, all cores")
      )
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

  private func load(bits: Int, clients: Int, requests: Int, coins: Int) throws -> [MintRound] {
    try Scratch.with { scratch in
      let server = try Child(["mint-server", "--home", scratch.path, "--bits", "\(bits)"])
      let ready: MintServer.Ready = try server.next()
      let load = try Child([
        "mint-load", "--address", ready.address, "--key", ready.key, "--server", "\(server.identifier)",
        "--clients", "\(clients)", "--requests", "\(requests)", "--coins", "\(coins)", "--rounds", "\(rounds + 1)",
      ])
      var measured = [MintRound]()
      for _ in 0...rounds { measured.append(try load.next()) }
      try load.wait()
      server.stop()
      return Array(measured.dropFirst())
    }
  }

  private func add(
    _ rounds: [MintRound], _ name: String, _ limits: SigningLimits, _ report: inout Report
  ) throws {
    let processor = Spread(
      rounds.map {
        ($0.withdraw.serverProcessor + $0.deposit.serverProcessor)
          / Double($0.withdraw.requests) * 1_000
      })
    let clients = Spread(
      rounds.map {
        ($0.withdraw.clientProcessor + $0.deposit.clientProcessor)
          / Double($0.withdraw.requests) * 1_000
      })
    try report.add(
      measurement("pairs, \(name)", "pairs/s", rounds) {
        Double($0.withdraw.requests) / ($0.withdraw.seconds + $0.deposit.seconds)
      }.over(limits.boringSSL, "BoringSSL, one core").over(limits.boringSSLAllCores, "BoringSSL, all cores")
        .with("pairs/s if the cores were ours", Double(limits.cores) * 1_000 / (processor.median + clients.median))
        .with("share of server CPU that signs", 1_000 / limits.own / processor.median)
        .with("server CPU ms/pair", processor.median).with("clients' CPU ms/pair", clients.median))
    try report.add(
      measurement("withdrawals, \(name)", "requests/s", rounds, \.withdraw, Self.rate)
        .over(limits.boringSSLAllCores, "BoringSSL, all cores"))
    try report.add(measurement("deposits, \(name)", "requests/s", rounds, \.deposit, Self.rate))
    try report.add(
      measurement("swaps, \(name)", "requests/s", rounds, \.swap, Self.rate)
        .over(limits.boringSSLAllCores, "BoringSSL, all cores"))
  }

  private static func rate(_ phase: MintPhase) -> Double { Double(phase.requests) / phase.seconds }

  private func measurement(
    _ name: String, _ unit: String, _ rounds: [MintRound], _ value: (MintRound) -> Double
  ) -> Measurement {
    Measurement("mint", name, unit, Spread(rounds.map(value)))
  }

  private func measurement(
    _ name: String, _ unit: String, _ rounds: [MintRound], _ phase: (MintRound) -> MintPhase,
    _ value: (MintPhase) -> Double
  ) -> Measurement {
    let phases = rounds.map(phase)
    return Measurement("mint", name, unit, Spread(phases.map(value)), latency: Latency(phases.map(\.latency)))
  }
}

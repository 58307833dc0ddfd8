import ArgumentParser
import Foundation
import SemperCommunication

/// Small fair purchases from offer to evidence, over HTTP, between real programs; the arbiter is idle.
///
/// The cost of one purchase is told as processor time of each role. How much of it is signatures follows from the
/// statements in its evidence and the rates of `openssl speed` in the same run; a profiler tells more.
struct PurchaseBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purchase", abstract: "Small fair purchases a second between real programs.")

  @Option(help: "The program semper; by default the one beside this one.") var semper: String?
  @Option(help: "The file with the terms of business.") var terms: String
  @Option var buyers = 4
  @Option(help: "Purchases in a round, of all buyers together.") var purchases = 40
  @Option(help: "Rounds that count, after one that does not.") var rounds = 3
  @Option(help: "Bytes of goods.") var goods = 10_240

  func run() throws {
    var report = Report()
    let program =
      semper.map { URL(filePath: $0) }
      ?? Child.program.deletingLastPathComponent().appending(path: "semper")
    var measured = [(round: PurchaseRound, processor: [String: Double])]()
    try Scratch.with { scratch in
      let market = MarketProcesses(in: scratch.path, program: program)
      defer { market.close() }
      try market.open(goods: goods, terms: terms)
      let load = try Child([
        "purchase-load", "--home", scratch.path, "--trust", market.trust, "--bank", market.address("bank"), "--shop",
        market.address("shop"), "--buyers", "\(buyers)", "--purchases", "\(purchases)", "--rounds", "\(rounds + 1)",
      ])
      for round in 0...rounds {
        let _: [String] = try load.next()
        let before = try market.processorSeconds()
        let result: PurchaseRound = try load.next()
        let after = try market.processorSeconds()
        if round > 0 { measured.append((result, after.merging(before) { $0 - $1 })) }
      }
      try load.wait()
    }
    try add(measured, &report)
    report.printTable()
  }

  private func add(
    _ rounds: [(round: PurchaseRound, processor: [String: Double])], _ report: inout Report
  ) throws {
    guard let last = rounds.last?.round else { return }
    func each(_ value: (PurchaseRound) -> Double) -> Double {
      Spread(rounds.map { value($0.round) / Double($0.round.purchases) }).median
    }
    let roles = ["shop", "bank", "arbiter"]
    let total = Spread(
      rounds.map { round, processor in
        (round.buyersProcessor + processor.values.reduce(0, +)) / Double(round.purchases)
      }
    ).median
    let signatures = try OpenSSLSpeed.rates("ecdsap256")
    var measurement = Measurement(
      "purchase", "fair purchases of \(goods) bytes, \(buyers) buyers", "purchases/s",
      Spread(rounds.map { Double($0.round.purchases) / $0.round.seconds }),
      latency: Latency(rounds.map(\.round.latency))
    ).with("CPU ms, buyer", each(\.buyersProcessor) * 1_000)
    for role in roles {
      let spent = Spread(rounds.map { ($0.processor[role] ?? 0) / Double($0.round.purchases) * 1_000 }).median
      measurement = measurement.with("CPU ms, \(role)", spent)
    }
    try report.add(
      measurement.over(Double(ProcessInfo.processInfo.activeProcessorCount) / total, "what its CPU time allows")
        .with("requests", each { Double($0.counted.requests) })
        .with(
          "kB sent and received by the buyer", each { Double($0.counted.bytesSent + $0.counted.bytesReceived) / 1e3 }
        )
        .with("archive operations, buyer", each { Double($0.operations) })
        .with("commits, buyer", each { Double($0.commits) })
        .with("statements", Double(last.statements)).with("signatures", Double(last.signatures))
        .with("evidence kB", Double(last.evidenceBytes) / 1e3)
        .with("journal entries, buyer", Double(last.journalEntries))
        .with(
          "ms to sign them once and verify them twice (OpenSSL)",
          Double(last.signatures) * (1 / signatures.sign + 2 / signatures.verify) * 1_000))
  }
}

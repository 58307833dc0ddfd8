import ArgumentParser
import Foundation

/// A shop with many open deals: how many a second it begins, what each costs in memory and on disk, and how long the shop takes to
/// start and to wake one among very many.
///
/// Buyers order, sign the contract, get the shop's commitment and are not heard of again. The many are copies of these, row by row, under
/// ids of their own: the shop could not tell them from others, except that nobody has a key to them.
struct DealsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals", abstract: "Open deals at a shop: begun a second, bytes of each, start among many.")

  @Option(help: "The program semper; by default the one beside this one.") var semper: String?
  @Option(help: "The file with the terms of business.") var terms: String
  @Option var buyers = 8
  @Option(help: "Deals that buyers begin.") var begun = 400
  @Option(help: "Deals that rest in the end.") var resting = 20_000

  func run() throws {
    var report = Report()
    let program =
      semper.map { URL(filePath: $0) }
      ?? Child.program.deletingLastPathComponent().appending(path: "semper")
    try Scratch.with { scratch in
      let market = MarketProcesses(in: scratch.path, program: program)
      defer { market.close() }
      try market.open(
        goods: 10_240, terms: terms,
        shop: ["--rest-after", "PT2S", "--patience", "P1D", "--most-deals", "\(begun + 100)"])
      let home = ShopHome(path: "\(scratch.path)/shop")
      let empty = (memory: try market.memory(of: "shop"), disk: try home.bytes())
      let round = try begin(market)
      try report.add(round.measurement)
      let awake = try market.memory(of: "shop")
      try home.waitUntilAllRest(begun)
      try market.stop("shop")
      let disk = Double(try home.bytes() - empty.disk) / Double(begun)
      try report.add(
        Measurement("deals", "an open deal on disk", "kB", Spread([disk / 1e3]))
          .with("kB of memory while it runs", (awake - empty.memory) * 1_024 / Double(begun)))
      try starts(among: begun, market, home, round.deals, &report)
      try market.stop("shop")
      let copying = try Clock.time { try home.multiply(to: resting) }
      try starts(among: resting, market, home, round.deals, &report, copying: copying)
    }
    report.printTable()
  }

  private func begin(_ market: MarketProcesses) throws -> (measurement: Measurement, deals: [String]) {
    let load = try Child([
      "deals-load", "--shop", market.address("shop"), "--buyers", "\(buyers)", "--deals", "\(begun)",
    ])
    let _: [String] = try load.next()
    let before = try market.processorSeconds()["shop"] ?? 0
    let round: DealsRound = try load.next()
    let spent = (try market.processorSeconds()["shop"] ?? 0) - before
    try load.wait()
    let (count, openSSL) = (Double(round.deals.count), try OpenSSLSpeed.rates("ecdsap256"))
    let measurement = Measurement(
      "deals", "deals begun, \(buyers) buyers", "deals/s", Spread([count / round.seconds]), latency: round.latency
    )
    .over(count / spent, "what the shop's CPU time allows on one core")
    .with("CPU ms of the shop", spent / count * 1_000)
    .with("ms to verify two statements and sign two (OpenSSL)", (2 / openSSL.verify + 2 / openSSL.sign) * 1_000)
    return (measurement, round.deals)
  }

  /// Starts the shop, then asks for deals that rest.
  private func starts(
    among count: Int, _ market: MarketProcesses, _ home: ShopHome, _ deals: [String], _ report: inout Report,
    copying: Double? = nil
  ) throws {
    let seconds = try Clock.time { try market.restart("shop") }
    let gigabytes = Double(try home.bytes()) / 1e9
    var start = Measurement("deals", "start of a shop in which \(count) deals rest", "s", Spread([seconds]))
      .with("GB of its home", gigabytes)
      .with("MiB of its memory then", try market.memory(of: "shop"))
    if let copying { start = start.with("s to make the copies", copying) }
    try report.add(start)
    let load = try Child(
      ["deals-wake", "--shop", market.address("shop")] + deals.prefix(100).flatMap { ["--deal", $0] })
    let woken: DealsRound = try load.next()
    try load.wait()
    try report.add(
      Measurement(
        "deals", "woken among \(count), asked for its statements", "deals/s",
        Spread([Double(woken.deals.count) / woken.seconds]), latency: woken.latency))
  }
}

import ArgumentParser
import SemperCoding
import SemperCryptography

/// `semper bench payments`.
struct BenchPaymentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payments", abstract: "Payments a second and what each costs, for every payment system.",
    discussion: """
      Payer, shop and bank are in this process, over HTTP on this machine, and what has to be durable is durable. Bills are paid \
      one after the other by one payer, then by four payers at a time.
      """)

  /// A request to the mint is over sooner than a payment, and as many of them as payments would tell little.
  private static let requestsForPayment = 8

  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  @Option(help: "How many payments by each system.")
  var payments = 100
  @Option(help: "The bits of the mint's keys.")
  var keyBits = 2048
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is removed.")
  var dir: String?
  @Option(help: "The terms of business; looked for here, then where the program was built.")
  var terms = "services/online-purchase-of-information/terms.json"

  func validate() throws {
    guard (1...10_000).contains(payments) else { throw ValidationError("Measure 1 to 10000 payments.") }
  }

  func run() async throws {
    let (reference, systems, pairs, mint) = try await BenchPlace.scoped(in: dir, measured)
    if json {
      Output.json(
        .fields([
          "ecashPairs": pairs.json,
          "mint": .array(mint.map { $0.json(openSSL: reference.openSSL?.signatures(bits: $0.bits)) }),
          "reference": reference.json, "systems": .array(systems.map(\.json)),
        ]))
    } else {
      systems.map(Self.line).forEach(Output.line)
      Output.line(
        "ecash: \(Self.rounded(pairs.perSecond)) pairs of a withdrawal and a deposit of one coin a second by "
          + "\(pairs.clients) wallets, p99 \(Self.rounded(pairs.quantile(0.99) * 1_000)) ms")
      for one in mint { Output.line(one.line(openSSL: reference.openSSL?.signatures(bits: one.bits))) }
      Output.line("reference: \(String(decoding: CanonicalJSON.encode(reference.json), as: UTF8.self))")
    }
  }

  private func measured(
    in place: BenchPlace
  ) async throws -> (reference: BenchReference, systems: [PaymentFigures], pairs: PairFigures, mint: [MintFigures]) {
    guard let terms = SemperFolder(program: place.program).find(terms) else {
      throw DemoError(.demoErrorTerms, ["path": terms])
    }
    let reference = try await BenchReference(in: place.directory)
    CryptographyClock.start()
    let market = try await BenchMarket(in: place.directory, terms: terms, keyBits: keyBits)
    let figures: [PaymentFigures]
    let pairs: PairFigures
    do {
      let bench = PaymentBench(market: market, payments: payments, transport: place.transport)
      figures = try await measured(bench)
      pairs = try await PairBench(payments: bench).measure()
    } catch {
      await market.close()
      throw error
    }
    await market.close()
    return (reference, figures, pairs, try await mint(place))
  }

  /// The mint alone, without wallets that journal too.
  private func mint(_ place: BenchPlace) async throws -> [MintFigures] {
    let bench = MintBench(
      semper: place.program, directory: place.directory, transport: place.transport,
      requests: payments * Self.requestsForPayment)
    var figures: [MintFigures] = []
    for bits in [2048, 3072] { figures.append(try await bench.measure(bits: bits)) }
    return figures
  }

  private func measured(_ bench: PaymentBench) async throws -> [PaymentFigures] {
    var figures: [PaymentFigures] = []
    for purse in try await bench.systems() { figures.append(try await bench.measure(purse)) }
    return figures
  }

  private static func line(_ figures: PaymentFigures) -> String {
    let stored = figures.stored.sorted { $0.key < $1.key }.map { "\($0.key) \(Int($0.value))" }.joined(separator: ", ")
    return "\(figures.system): \(rounded(figures.perSecond)) payments/s, by \(figures.payers) payers at a time "
      + "\(rounded(figures.together.perSecond)) payments/s, "
      + "median \(rounded(figures.quantile(0.5) * 1_000)) ms, p99 \(rounded(figures.quantile(0.99) * 1_000)) ms; "
      + "each \(way("payer", figures.payer)), \(way("payee", figures.payee)), stored bytes: \(stored); work with keys \(rounded(figures.cryptographyShare * 100)) %"
  }

  private static func way(_ side: String, _ way: PaymentFigures.Way) -> String {
    "\(rounded(way.roundTrips)) round trips of the \(side) with \(Int(way.bytes)) bytes"
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

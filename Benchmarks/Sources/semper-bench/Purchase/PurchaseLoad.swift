import ArgumentParser
import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPreferences
import SemperWallet

/// Buyers in a process of their own, each with a wallet of its own and one deal at a time.
struct PurchaseLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "purchase-load", shouldDisplay: false)
  private static let price = Money(minorUnits: 100, .euro)

  @Option var home: String
  @Option var trust: String
  @Option var bank: String
  @Option var shop: String
  @Option var buyers: Int
  @Option(help: "Purchases in a round, of all buyers together.") var purchases: Int
  @Option var rounds: Int

  func run() async throws {
    Parent.follow()
    let plain = try HTTPClientTransport()
    let transport = CountingTransport(plain)
    let code = try await Self.code(at: Address(shop), transport)
    var wallets = [WalletHome]()
    for number in 0..<buyers { wallets.append(try await wallet(number, transport)) }
    for _ in 0..<rounds {
      for wallet in wallets { try await withdraw(into: wallet) }
      // The parent looks at the servers' processor time when a line comes.
      try Parent.tell(["ready"])
      try Parent.tell(try await round(wallets, code, transport))
    }
    for wallet in wallets { try wallet.close() }
    try await plain.shutdown()
  }

  /// The code of the shop's only offer.
  static func code(at shop: Address, _ transport: any Transport) async throws -> String {
    let reply = try await transport.send(
      Request(.get, "/offers"), to: shop, largest: 1 << 20, within: Span(seconds: 15))
    guard let first = try reply.value(as: [JSON].self, largest: 1 << 20).first, let code = first["code"] else {
      throw BenchmarkError("the shop offers nothing")
    }
    return try String(json: code)
  }

  private func wallet(_ number: Int, _ transport: any Transport) async throws -> WalletHome {
    let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: trust))))
    var generator = SystemRandomNumberGenerator()
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return try await WalletHome.create(
      at: "\(home)/wallet-\(number)", passphrase: "benchmark", seed: seed, strength: .quick, trust: trust,
      bank: Address(bank),
      program: WalletHome.Program(
        transport: transport, display: SilentDisplay(), time: SystemTime(), logger: LoopbackServer.quiet,
        policy: SpendingPolicy(withoutAsking: Self.price, atMost: Self.price)))
  }

  /// Coins for one round, before the clock runs.
  private func withdraw(into wallet: WalletHome) async throws {
    for _ in 0..<(purchases / buyers) { try await wallet.purse.withdraw(Self.price) }
  }

  private func round(_ wallets: [WalletHome], _ code: String, _ transport: CountingTransport) async throws
    -> PurchaseRound
  {
    let (each, shop) = (purchases / buyers, try Address(shop))
    let own = ProcessInfo.processInfo.processIdentifier
    let before = (try ProcessFacts.processorSeconds(of: own), transport.count, Self.commits(of: wallets))
    let start = ContinuousClock.now
    let results = try await withThrowingTaskGroup(of: (latencies: [Double], last: DealMachine?).self) { group in
      for wallet in wallets {
        group.addTask {
          var latencies = [Double]()
          var last: DealMachine?
          for _ in 0..<each {
            let begin = ContinuousClock.now
            let machine = try await wallet.buy(code: code, at: shop, patience: Span(seconds: 60))
            guard DealSummary(machine)?.outcome == .completed else { throw BenchmarkError("a purchase failed") }
            latencies.append(Clock.seconds(since: begin))
            last = machine
          }
          return (latencies, last)
        }
      }
      return try await group.reduce(into: [(latencies: [Double], last: DealMachine?)]()) { $0.append($1) }
    }
    let seconds = Clock.seconds(since: start)
    let after = (try ProcessFacts.processorSeconds(of: own), transport.count, Self.commits(of: wallets))
    guard let latency = Latency(seconds: results.flatMap(\.latencies)) else { throw BenchmarkError("no purchases") }
    let example = try await Self.example(wallets)
    return PurchaseRound(
      seconds: seconds, purchases: each * wallets.count, latency: latency, buyersProcessor: after.0 - before.0,
      counted: after.1 - before.1,
      operations: after.2.operations - before.2.operations, commits: after.2.commits - before.2.commits,
      statements: example.statements, signatures: example.signatures, evidenceBytes: example.bytes,
      journalEntries: example.entries)
  }

  private static func commits(of wallets: [WalletHome]) -> (operations: Int, commits: Int) {
    wallets.map(\.home.archive.statistics).reduce((0, 0)) { ($0.0 + $1.operations, $0.1 + $1.commits) }
  }

  /// What the last deal of the first wallet left behind.
  private static func example(
    _ wallets: [WalletHome]
  ) async throws -> (statements: Int, signatures: Int, bytes: Int, entries: Int) {
    guard let wallet = wallets.first, let deal = try await wallet.deals.all().last?.record?.opening.deal else {
      throw BenchmarkError("there is no deal")
    }
    let items = try await wallet.home.archive.evidence.items(of: deal)
    let statements = items.compactMap { try? SignedStatement(bytes: $0.bytes) }
    let entries = try await wallet.home.archive.journal.entries(
      of: ConversationID(machine: DealMachine.identity.name, id: deal.description))
    return (
      statements.count, statements.reduce(0) { $0 + $1.signatures.count },
      items.reduce(0) { $0 + $1.bytes.count }, entries.count
    )
  }
}

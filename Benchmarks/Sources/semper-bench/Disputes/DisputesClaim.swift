import ArgumentParser
import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPreferences
import SemperTerms
import SemperWallet

/// A buyer that buys once and claims that nothing was delivered.
struct DisputesClaim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "disputes-claim", shouldDisplay: false)
  private static let price = Money(minorUnits: 100, .euro)

  @Option var home: String
  @Option var trust: String
  @Option var bank: String
  @Option var shop: String

  func run() async throws {
    Parent.follow()
    let transport = try HTTPClientTransport()
    let list = Array(try Data(contentsOf: URL(filePath: trust)))
    let shop = try Address(shop)
    var generator = SystemRandomNumberGenerator()
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let wallet = try await WalletHome.create(
      at: "\(home)/wallet", passphrase: "benchmark", seed: seed, strength: .quick,
      trust: TrustList(canonicalBytes: list), bank: Address(bank),
      program: WalletHome.Program(
        transport: transport, display: SilentDisplay(), time: SystemTime(), logger: LoopbackServer.quiet,
        policy: SpendingPolicy(withoutAsking: Self.price, atMost: Self.price)))
    try await wallet.purse.withdraw(Self.price)
    let code = try await PurchaseLoad.code(at: shop, transport)
    let machine = try await wallet.buy(code: code, at: shop, patience: Span(seconds: 60))
    guard let deal = machine.record?.opening.deal else { throw BenchmarkError("the purchase failed") }
    let dispute = try await wallet.claim(.notDelivered, about: deal, amount: nil, because: HumanText("Nothing came."))
    let bundle = try await wallet.bundle(of: deal)
    try Parent.tell(
      ClaimedDeal(
        claim: Data(dispute.claim.canonicalBytes), bundle: Data(bundle.canonicalBytes), trust: Data(list)))
    try wallet.close()
    try await transport.shutdown()
  }
}

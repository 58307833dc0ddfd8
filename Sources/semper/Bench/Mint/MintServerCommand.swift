import ArgumentParser
import Foundation
import Logging
import SemperArchiveSQLite
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers
import ServiceLifecycle

/// `semper bench mint-server`: a bank with its mint, for measurements only. Play money.
///
/// It is its own auditor, and since all load comes from one source, it does not limit the requests of a source.
struct MintServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mint-server", shouldDisplay: false)
  private static let quiet = Logger(label: "semper.bench") { _ in SwiftLogNoOpLogHandler() }

  @Option var home: String
  @Option var bits: Int

  /// What it prints when requests are accepted: its address and its public key.
  static func ready(_ line: String) throws -> (Address, PublicKey) {
    var fields = try ObjectReader(CanonicalJSON.parse(Array(line.utf8)))
    let address: String = try fields.value("address")
    let key: PublicKey = try fields.value("key")
    try fields.close()
    return (try Address(address), key)
  }

  func run() async throws {
    Thread.detachNewThread {
      while readLine() != nil {}
      // Whoever measured is gone.
      Self.exit()
    }
    let archive = try SQLiteArchive(path: home + "/bank.sqlite", masterKey: [UInt8](repeating: 7, count: 32))
    let (key, time) = (SigningKey(), SystemTime())
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key,
      configuration: MintConfiguration(keyBits: bits, exponents: 0...0), now: time.now())
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro,
      grant: Money(minorUnits: 1_000_000_000, .euro))
    let signer = LocalBlindSigner(
      keys: keyring.signingKeys, threads: ProcessInfo.processInfo.activeProcessorCount)
    let mint = Mint(bank: bank, key: key, keys: keyring.keys, signer: signer)
    let lists = KeyListPublication(records: archive.records)
    let view = Route(.get, "/mints/{mint}/keys", summary: "The mint's keys.", limits: RouteLimits(body: 0)) { _, _ in
      guard let list = lists.current else { throw Refusal(.unavailable, blame: .us, "no list yet") }
      return .json(list)
    }
    let routes = BankRoutes(mint: mint, lists: lists, time: time).routes + [view]
    let server = try HTTPServer("Measured mint", routes: routes.map(Self.unhurried), logger: Self.quiet) { address in
      do {
        let auditor = KeyAuditor(records: archive.records, key: key, chain: [], address: address)
        for list in try await lists.pending() {
          try await lists.keep(await auditor.countersign(list, of: key.publicKey, now: time.now()))
        }
        Output.json(.fields(["address": address.text.json, "key": key.publicKey.json]))
      } catch {
        Output.complaint("the measured mint cannot begin: \(error)")
      }
    }
    try await ServiceGroup(
      configuration: .init(services: [.init(service: server)], logger: Self.quiet)
    ).run()
  }

  private static func unhurried(_ route: Route) -> Route {
    var limits = route.limits
    limits.perSecond = 1_000_000
    return Route(route.method, route.pattern, summary: route.summary, limits: limits, handler: route.handler)
  }
}

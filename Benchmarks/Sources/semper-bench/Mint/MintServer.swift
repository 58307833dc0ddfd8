import ArgumentParser
import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers

/// A bank with its mint in a process of its own, on a durable archive. Play money.
struct MintServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mint-server", shouldDisplay: false)

  /// What the parent has to know.
  struct Ready: Codable {
    let address: String
    /// The mint's public key as canonical JSON.
    let key: String
  }

  @Option var home: String
  @Option var bits: Int

  func run() async throws {
    Parent.follow()
    let archive = try SQLiteArchive(path: home + "/bank.sqlite", masterKey: [UInt8](repeating: 7, count: 32))
    guard try archive.durability() == ("wal", 2) else { throw BenchmarkError("the archive is not durable") }
    let key = SigningKey()
    let time = SystemTime()
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
    try await LoopbackServer.run("Benchmark mint", routes) { address in
      let auditor = KeyAuditor(records: archive.records, key: key, chain: [], address: address)
      for list in try await lists.pending() {
        try await lists.keep(await auditor.countersign(list, of: key.publicKey, now: time.now()))
      }
      try Parent.tell(
        Ready(address: address.text, key: String(decoding: key.publicKey.canonicalBytes, as: UTF8.self)))
    }
  }
}

import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers

/// `semper mint keys --home BANK`.
struct MintKeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "List the denomination keys of a stopped bank's mint, by the ids that `revoke` takes.")

  @Option(help: "The bank's home. The bank must not be running.")
  var home: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    guard Home.exists(at: home) else { throw ValidationError("\(home) is no home of a bank") }
    let bank = try RoleHome(at: home)
    defer { try? bank.close() }
    let list = try await MintKeyring.published(records: bank.home.archive.records, key: try await bank.signingKey())
    let now = SystemTime().now()
    if json {
      let keys = list.content.keys.map { key -> JSON in
        .fields([
          "id": key.id.json, "issuing": key.issues(at: now).json, "revoked": key.revoked?.json,
          "units": key.denomination.units.json,
        ])
      }
      return Output.json(.fields(["keys": .array(keys), "number": list.content.number.json]))
    }
    for key in list.content.keys {
      let standing =
        key.revoked.map { "revoked \($0)" } ?? "issued until \(key.withdrawEnd), spent until \(key.spendEnd)"
      Output.line("\(key.id)  \(key.denomination.units) cents, \(standing)")
    }
  }
}

import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers

/// `semper mint revoke --home BANK --key ID`.
struct MintRevoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Stop denomination keys of a stopped bank's mint that somebody else may be using.",
    discussion: """
      Nothing is issued or accepted under a revoked key any more, and it stays revoked. Holders of genuine coins get fresh \
      ones. Start the bank afterwards: it makes new keys and has its auditor countersign the list.
      """)

  @Option(help: "The bank's home. The bank must not be running.")
  var home: String
  @Option(help: "The id of a denomination key, as the audit and `semper mint keys` name it. May be repeated.")
  var key: [String]

  func run() async throws {
    guard Home.exists(at: home) else { throw ValidationError("\(home) is no home of a bank") }
    let ids = try Set(
      key.map { text in
        guard let id = try? Digest(text: text) else { throw ValidationError("\(text) is no id of a key") }
        return id
      })
    let bank = try RoleHome(at: home)
    defer { try? bank.close() }
    let list = try await MintKeyring.revoke(
      ids, records: bank.home.archive.records, key: try await bank.signingKey(), now: SystemTime().now())
    Output.line("list \(list.content.number) revokes \(ids.count) keys; start the bank to publish it")
  }
}

import ArgumentParser
import Foundation
import SemperArchiveSQLite
import SemperCryptography
import SemperEcash
import SemperServers

/// `semper mint export --home BANK --out FILE`.
struct MintExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the books of a stopped bank's mint into one file, without any key.",
    discussion: "Check the file anywhere: semper mint audit FILE")

  @Option(help: "The bank's home. The bank must not be running.")
  var home: String
  @Option(help: "The file to write; it must not exist.")
  var out: String

  func run() async throws {
    guard !FileManager.default.fileExists(atPath: out) else {
      throw ValidationError("\(out) is there already; name a new file")
    }
    guard Home.exists(at: home) else { throw ValidationError("\(home) is no home of a bank") }
    let bank = try RoleHome(at: home)
    defer { try? bank.close() }
    // Books hold no secrets, so it does not matter what would seal them.
    let target = try SQLiteArchive(path: out, masterKey: [UInt8](repeating: 0, count: 32))
    try await MintBooks.copy(
      bank.home.archive.records, of: try await bank.signingKey().publicKey, to: target.records)
    try target.close()
    Output.line("\(out): the books as the bank left them")
  }
}

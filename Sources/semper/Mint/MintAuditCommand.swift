import ArgumentParser
import Foundation
import SemperArchiveSQLite
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel

/// `semper mint audit FILE`: judges a mint's books offline, without any key of its.
struct MintAuditCommand: AsyncParsableCommand {
  static let doesNotHold = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check a mint's books offline: coins, spends, log, statements, ledger, keys.",
    discussion: """
      Exits 0 when everything holds, 1 when something does not, and with another code when the books cannot be read. Give \
      the statements that you have kept with --seen: only they show that the books were rewritten as a whole.
      """)

  @Argument(help: "The books, as `semper mint export` writes them.")
  var file: String
  @Option(help: "A file with statements that were kept elsewhere (semper mint statements). May be repeated.")
  var seen: [String] = []
  @Option(help: "The thumbprint of the mint's key; with it, books of another mint are refused.")
  var mint: Thumbprint?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    guard FileManager.default.fileExists(atPath: file) else { throw ValidationError("\(file) cannot be read") }
    let seen = try seen.flatMap(MintStatements.read)
    let archive = try SQLiteArchive(path: file, masterKey: [UInt8](repeating: 0, count: 32), creating: false)
    let books = try await MintBooks(archive.records)
    if let mint, mint != books.mint.thumbprint {
      throw ValidationError("\(file) holds the books of another mint, \(books.mint.thumbprint)")
    }
    let audit = try await books.audit(seen: seen)
    try archive.close()
    if json {
      Output.json(
        .fields([
          "findings": audit.findings.json, "mint": books.mint.thumbprint.json, "ok": audit.findings.isEmpty.json,
          "operations": audit.operations.json, "outstanding": audit.outstanding.json,
          "statements": audit.statements.json,
        ]))
    } else {
      let doubt = mint == nil ? " (on their own word; give --mint)" : ""
      Output.line("The books of the mint \(books.mint.thumbprint)\(doubt)")
      Output.line("  \(audit.operations) operations, \(audit.statements) statements")
      Output.line("  \(audit.outstanding) minor units in coins, \(audit.locked) under locks")
      for finding in audit.findings { Output.line("BAD \(finding.code.rawValue): \(finding)") }
      if audit.findings.isEmpty { Output.line("Everything holds.") }
    }
    if !audit.findings.isEmpty { throw Self.doesNotHold }
  }
}

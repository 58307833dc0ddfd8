import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCoding
import SemperModel

/// `semper bank audit HOME`: recomputes a bank's books from the entries. Exits 0 only if everything fits.
struct BankAudit: AsyncParsableCommand {
  static let doesNotFit = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recompute a bank's books from its hash-chained entries and say what does not fit.",
    discussion: """
      The bank must not be running: stop it, or audit a copy of its home. Keep the printed position somewhere else and give it
      with --noted the next time, so that a past that was rewritten as a whole is noticed too. Exits 0 when everything fits and
      1 when something does not.
      """)

  @Argument(help: "The bank's home.")
  var home: String
  @Option(help: "The position that an earlier audit printed.")
  var noted: LedgerPosition?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let opened = try Home.openUnattended(at: home)
    defer { try? opened.close() }
    let audit = try await opened.archive.records.read { [noted] in try LedgerAudit($0, noted: noted) }
    if json { Output.json(Self.json(audit)) } else { Self.lines(audit).forEach(Output.line) }
    if !audit.findings.isEmpty { throw Self.doesNotFit }
  }

  private static func json(_ audit: LedgerAudit) -> JSON {
    .fields([
      "balances": .object(JSONObject(audit.balances.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
      "entries": audit.entries.json,
      "findings": audit.findings.json, "ok": audit.findings.isEmpty.json, "position": audit.position.json,
    ])
  }

  private static func lines(_ audit: LedgerAudit) -> [String] {
    ["\(audit.entries) entries; position \(audit.position)"]
      + audit.balances.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
      + (audit.findings.isEmpty ? ["Everything fits."] : audit.findings.map { "BAD \($0)" })
  }
}

import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperEngine
import SemperModel

/// `semper bank statement HOME ACCOUNT`: a statement of account as camt.053 on standard output.
struct BankStatement: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement",
    abstract: "Write a statement of account as an ISO 20022 document (camt.053.001.08).",
    discussion: "The bank must not be running: stop it, or read a copy of its home.")

  @Argument(help: "The bank's home.")
  var home: String
  @Argument(help: "The account: the thumbprint of its holder's key, as the audit lists it after “customer:”.")
  var account: Thumbprint
  @Option(help: "The first moment, such as 2026-11-01T00:00:00Z.")
  var from: Timestamp
  @Option(help: "The last moment, which must be over.")
  var until: Timestamp
  @Option(help: "The bank's four letters in account numbers.")
  var bank = "DEMO"

  func run() async throws {
    guard let code = try? BankCode(bank) else { throw ValidationError("--bank is four capital letters") }
    let opened = try Home.openUnattended(at: home)
    defer { try? opened.close() }
    let now = SystemTime().now()
    let statement = try await opened.archive.records.read { [account, from, until] in
      try AccountStatement(of: account, at: code, in: .euro, from: from, until: until, now: now, $0)
    }
    Output.line(String(decoding: statement.document.dropLast(), as: UTF8.self))
  }
}

import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCardNetwork
import SemperCoding
import SemperModel
import SemperServers

/// `semper bank issue-card HOME ACCOUNT`: a test card that draws on an account.
struct BankIssueCard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue-card", abstract: "Issue a test card on an account and print its number and expiry.",
    discussion: "The bank must not be running. The number is kept nowhere; write it down.")

  @Argument(help: "The bank's home.")
  var home: String
  @Argument(help: "The account: the thumbprint of its holder's key, as the audit lists it after “customer:”.")
  var account: Thumbprint
  @Option(help: "The last month in which the card is good, as YYMM.")
  var expiry: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let opened = try RoleHome(at: home)
    defer { try? opened.close() }
    let cards = try await opened.issuedCards()
    let card = try await opened.home.archive.records.transact { [account, expiry] transaction in
      guard try Ledger.balance(of: .customer(account), in: .euro, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .us, "the bank has no such account; “semper bank audit” lists them")
      }
      return try cards.issue(on: account, expiry: expiry, transaction)
    }
    if json { Output.json(card.json) } else { Output.line("\(card.number) good until \(card.expiry)") }
  }
}

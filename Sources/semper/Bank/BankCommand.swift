import ArgumentParser

/// `semper bank …`: what a bank's operator does beside running it.
struct BankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bank", abstract: "Check a bank's books, write statements of account, issue cards, renew their brand.",
    subcommands: [
      BankAudit.self, BankStatement.self, BankIssueCard.self, BankAdmitCard.self, BankIssueModule.self,
      BankRenewBrand.self,
    ])
}

import ArgumentParser

/// `semper till …`: the money of a shop, for its owner.
struct TillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "till", abstract: "Ask a running shop about its money: make bills, give money back (play money).",
    subcommands: [
      TillPurses.self, TillBillCommand.self, TillBills.self, TillDeals.self, TillRefund.self, TillStatement.self,
      TillDisputes.self, TillAnswerCommand.self,
    ])
}

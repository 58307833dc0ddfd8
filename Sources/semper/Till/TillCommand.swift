import ArgumentParser

/// `semper till …`: the money of a shop, for its owner.
struct TillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "till",
    abstract:
      "Ask a running shop about its money and deals: make bills, give money back, take steps, let tickets in (play money).",
    subcommands: [
      TillPurses.self, TillBillCommand.self, TillBills.self, TillStop.self, TillSpecial.self, TillDeals.self,
      TillSteps.self, TillStep.self,
      TillRefund.self, TillAdmit.self, TillHolder.self, TillHold.self, TillStatement.self, TillDisputes.self,
      TillOffer.self, TillClaim.self, TillAnswerCommand.self, TillAppeal.self,
    ])
}

import ArgumentParser

/// `semper arbiter disputes …`: the desk at which a person judges.
struct ArbiterDisputes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disputes", abstract: "Look at the disputes of a running arbiter, and judge them.",
    subcommands: [
      ArbiterDisputesList.self, ArbiterDisputesShow.self, ArbiterDisputesRule.self, ArbiterDisputesDossier.self,
    ],
    defaultSubcommand: ArbiterDisputesList.self)
}

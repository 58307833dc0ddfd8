import ArgumentParser

/// `semper arbiter …`: what an arbiter shows to everybody, and the check of it.
struct ArbiterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arbiter",
    abstract: "Look at an arbiter's standing and log, check the log, witness it, judge disputes.",
    subcommands: [
      ArbiterStatusCommand.self, ArbiterDecisions.self, ArbiterExport.self, ArbiterCheck.self, ArbiterWitness.self,
      ArbiterDisputes.self, ArbiterDeskCommand.self,
    ])
}

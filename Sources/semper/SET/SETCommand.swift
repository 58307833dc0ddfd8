import ArgumentParser

/// `semper set`: card payments by SET, profile 2, for whoever wants to look at them with other tools.
struct SETCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Card payments by SET, profile 2: a test brand, test cards and play money.",
    subcommands: [SETRecordCommand.self, SETCeremonyCommand.self])
}

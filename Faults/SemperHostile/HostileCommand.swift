import ArgumentParser

/// `semper-hostile`: peers that cheat. A program of its own, which no honest program can import or name.
@main
struct HostileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "semper-hostile", abstract: "Peers that cheat, for demonstrations and tests (play money).",
    subcommands: [HostileSeller.self, HostileParty.self])
}

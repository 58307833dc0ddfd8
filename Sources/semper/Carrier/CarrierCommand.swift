import ArgumentParser

/// `semper carrier …`: who brings parcels, and says what has become of them.
struct CarrierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "carrier", abstract: "Sign what has become of parcels, for disputes about goods that travel.",
    subcommands: [CarrierKeyCommand.self, CarrierSignCommand.self])
}

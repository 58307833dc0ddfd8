import ArgumentParser

/// `semper chip …`: chip cards in software that are in no wallet.
struct ChipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chip", abstract: "Put a chip card in software into a virtual card reader (play money).",
    subcommands: [ChipHold.self])
}

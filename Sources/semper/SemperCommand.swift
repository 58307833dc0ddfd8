import ArgumentParser

/// `semper`: everything that can be started from a terminal.
@main
struct SemperCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "semper", abstract: "Secure electronic commerce between two parties who need not trust each other.",
    subcommands: [
      DemoCommand.self, ServeCommand.self, WalletCommand.self, ArbiterCommand.self, VerifyCommand.self,
    ])
}

import ArgumentParser
import Foundation

/// `semper`: everything that can be started from a terminal.
@main
struct SemperCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "semper", abstract: "Secure electronic commerce between two parties who need not trust each other.",
    version: ProgramVersion.text,
    subcommands: [
      DemoCommand.self, ExchangeCommand.self, ServeCommand.self, WalletCommand.self, TillCommand.self,
      ArbiterCommand.self, MintCommand.self, BankCommand.self, VerifyCommand.self, ServiceCommand.self,
      DirectoryCommand.self, CredentialCommand.self, CarrierCommand.self, SETCommand.self, ChipCommand.self,
      BenchCommand.self,
    ])

  /// Runs what the command line asks for. A command that speaks a person's language also complains in it.
  static func main() async {
    var speaking: (any SpeakingCommand)?
    do {
      var command = try parseAsRoot()
      speaking = command as? any SpeakingCommand
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // Wrong options, help and exit codes are the argument parser's own.
      guard let speaking, exitCode(for: error) == .failure, !(error is ExitCode) else { exit(withError: error) }
      Complaint(error, in: speaking.language).lines.forEach(Output.complaint)
      exit(withError: ExitCode.failure)
    }
  }
}

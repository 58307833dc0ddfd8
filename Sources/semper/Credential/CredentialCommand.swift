import ArgumentParser

/// `semper credential …`: an issuer of credentials outside of deals.
struct CredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential", abstract: "Issue credentials that terms of business ask for (play: nobody is examined).",
    subcommands: [CredentialKeyCommand.self, CredentialIssueCommand.self])
}

import ArgumentParser

/// `semper mint …`: what a mint shows of its books, and the check of them.
struct MintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mint",
    abstract:
      "Write a mint's books for an auditor, keep its statements, check the books offline, list and revoke keys.",
    subcommands: [MintExport.self, MintStatements.self, MintAuditCommand.self, MintKeysCommand.self, MintRevoke.self])
}

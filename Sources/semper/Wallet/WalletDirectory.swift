import ArgumentParser

/// `semper wallet directory …`: from where services are downloaded.
struct WalletDirectory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory", abstract: "From which directory services and evaluations are downloaded.",
    discussion: """
      A directory is trusted for nothing but that it shows the newest of what others have signed. Trust in it begins with a root that you
      got another way than from itself; the wallet never takes one from an address.
      """,
    subcommands: [WalletDirectoryShow.self, WalletDirectoryPin.self, WalletDirectoryForget.self],
    defaultSubcommand: WalletDirectoryShow.self)
}

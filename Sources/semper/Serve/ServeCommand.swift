import ArgumentParser

/// `semper serve ROLE`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs one role of a marketplace until it is told to stop.",
    discussion: """
      When the role is ready, one line of JSON on standard output tells where it answers; everything else goes to \
      standard error. SIGTERM and SIGINT end it in order. Without TLS it listens on this machine only.
      """,
    subcommands: [
      ServeAuthorityCommand.self, ServeBankCommand.self, ServeCardBankCommand.self, ServeArbiterCommand.self,
      ServeShopCommand.self,
      ServeDeliveryCommand.self,
    ])
}

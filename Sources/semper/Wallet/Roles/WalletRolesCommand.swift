import ArgumentParser

/// `semper wallet roles …`: what may be done without asking.
struct WalletRolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles", abstract: "What may be done for you without asking, for whom, how much, and for how long.",
    discussion: """
      A role says what may be done in some business: order, pay up to a sum, fill in, show, choose, sign. It is locked until you unlock it
      for a time. It answers questions that you would be asked; what your rules refuse stays refused.
      """,
    subcommands: [
      WalletRolesList.self, WalletRolesAdd.self, WalletRolesUnlock.self, WalletRolesLock.self, WalletRolesForget.self,
    ],
    defaultSubcommand: WalletRolesList.self)
}

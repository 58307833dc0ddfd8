import ArgumentParser

/// `semper wallet settle …`: ends a deal whose arbiter is gone, together with the seller.
struct WalletSettle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "End a deal together with the seller when its arbiter is gone.",
    subcommands: [WalletSettlePropose.self, WalletSettleShow.self])
}

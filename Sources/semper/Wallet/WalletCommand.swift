import ArgumentParser

/// `semper wallet …`: the buyer's side.
struct WalletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wallet", abstract: "Hold play money, buy, and keep the evidence.",
    subcommands: [
      WalletInit.self, WalletBalance.self, WalletCardCommand.self, WalletPurses.self, WalletStatement.self,
      WalletSpecial.self, WalletWithdraw.self, WalletEvaluators.self, WalletDirectory.self, WalletRolesCommand.self,
      WalletLook.self, WalletLimits.self, WalletMeans.self,
      WalletBuy.self, WalletPay.self, WalletRefund.self, WalletDeals.self, WalletStep.self, WalletShow.self,
      WalletRights.self, WalletPresent.self, WalletHolder.self, WalletHold.self, WalletSettle.self,
      WalletClaim.self, WalletDisputes.self, WalletAnswerClaim.self, WalletAppeal.self,
      WalletRestore.self,
    ])
}

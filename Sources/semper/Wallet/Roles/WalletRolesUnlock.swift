import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet roles unlock NAME SPAN`.
struct WalletRolesUnlock: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Unlock a role for a time, with the wallet's passphrase.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The role's name.")
  var name: String
  @Argument(help: "For how long, such as PT30M, PT8H or P1D; at most P30D.")
  var span: Span

  func run() async throws {
    let (name, span) = (name, span)
    try await options.withWallet { wallet in
      let kept = try await wallet.unlock(role: name, for: span)
      RolesReport(options: options, now: await wallet.now()).show([(kept, try await wallet.roles.uses(of: name))])
    }
  }
}

import ArgumentParser
import SemperTrustedUI
import SemperWallet

/// `semper wallet roles lock NAME`.
struct WalletRolesLock: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Lock a role again: from now on you are asked.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The role's name.")
  var name: String

  func run() async throws {
    let name = name
    try await options.withWallet { wallet in
      let kept = try await wallet.roles.lock(name)
      RolesReport(options: options, now: await wallet.now()).show([(kept, try await wallet.roles.uses(of: name))])
    }
  }
}

import ArgumentParser
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet roles`: the roles, how each stands, and what it has done.
struct WalletRolesList: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show your roles, until when each is unlocked, and what it has done.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    try await options.withWallet { wallet in
      let now = await wallet.now()
      var shown = [(KeptRole, [RoleUse])]()
      for kept in try await wallet.roles.all() { shown.append((kept, try await wallet.roles.uses(of: kept.role.name))) }
      RolesReport(options: options, now: now).show(shown)
    }
  }
}

import ArgumentParser
import SemperCoding
import SemperTrustedUI
import SemperWallet

/// `semper wallet roles forget NAME`.
struct WalletRolesForget: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Forget a role, and what it has done.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The role's name.")
  var name: String

  func run() async throws {
    let name = name
    try await options.withWallet { try await $0.roles.forget(name) }
    if options.json {
      Output.json(.fields(["forgotten": name.json]))
    } else {
      Output.line(options.texts(WalletText.rolesForgotten, ["role": name]))
    }
  }
}

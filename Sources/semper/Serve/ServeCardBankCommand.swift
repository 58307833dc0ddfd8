import ArgumentParser
import SemperModel
import SemperServers

/// `semper serve cardbank`.
struct ServeCardBankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardbank", abstract: "Keeps accounts, issues cards and runs their gateway, in play money only.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions
  @Option(help: "Play money that every new account gets, in euro such as 100.00.")
  var grant = "100.00"

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Card Bank", authority: certified.authority, token: certified.token)
    try await CardBankServer(options: options, grant: try Money(grant, .euro)).run(logger: common.logger)
  }
}

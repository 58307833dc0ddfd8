import ArgumentParser
import SemperModel
import SemperServers

/// `semper exchange registry`: an issuer of credentials with its registry as a process.
struct ExchangeRegistryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "Issue granted credentials and keep their status until told to stop.",
    discussion: "For each --grant a file grant-N.json is written into its home: whoever has it may have it issued.")

  @OptionGroup var common: CommonServeOptions
  @Option(help: "A document that may be issued, in words. May be repeated.")
  var grant: [String] = []

  func run() async throws {
    let server = try common.options(organisation: "Issuer")
    try await RegistryServer(
      home: server.home, http: server.http, publicAddress: server.publicAddress,
      documents: try grant.map { try HumanText($0) }
    ).run(logger: common.logger)
  }
}

import ArgumentParser
import SemperCryptography
import SemperServers

/// `semper serve authority`.
struct ServeAuthorityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authority", abstract: "Certifies the keys of roles and lists them.",
    discussion: """
      Writes root.pem and trust.json into its home, and for each --enrol a one-time token into enrolment/ROLE.token \
      (the second one for a role is ROLE-2.token). Nobody is certified without a token.
      """)

  @OptionGroup var common: CommonServeOptions
  @Option(help: "A role for which one token is written: seller, bank, arbiter, carrier. May be repeated.")
  var enrol: [CertifiedRole] = []

  func run() async throws {
    let options = try common.options(organisation: "Semper Demo Authority")
    try await AuthorityServer(options: options, enrol: enrol).run(logger: common.logger)
  }
}

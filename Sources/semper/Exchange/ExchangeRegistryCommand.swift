import ArgumentParser
import Foundation
import SemperCryptography
import SemperModel
import SemperServers

/// `semper exchange registry`: an issuer of credentials with its registry as a process.
struct ExchangeRegistryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "Issue granted credentials and keep their status until told to stop.",
    discussion: """
      For each --grant, and then for each --certify, a file grant-N.json is written into its home: whoever has it may have it \
      issued. What is certified becomes an X.509 certificate that counts only with the exchange it is issued for; root.pem in \
      the home is the certificate of the issuer.
      """)

  @OptionGroup var common: CommonServeOptions
  @Option(help: "A document that may be issued, in words. May be repeated.")
  var grant: [String] = []

  @Option(help: "What an X.509 certificate certifies, in at most 64 characters. May be repeated.")
  var certify: [String] = []
  @Option(help: "The public key (P-256, PEM) of its holder; one for each --certify, in the same order.")
  var holder: [String] = []

  func validate() throws {
    guard certify.count == holder.count else { throw ValidationError("give one --holder for each --certify") }
  }

  func run() async throws {
    let server = try common.options(organisation: "Issuer")
    try await RegistryServer(
      home: server.home, http: server.http, publicAddress: server.publicAddress, organisation: server.organisation,
      documents: try grant.map { try HumanText($0) },
      holders: try zip(certify, holder).map { subject, file in
        CertificateHolder(subject: try HumanText(subject), key: try Self.key(file))
      }
    ).run(logger: common.logger)
  }

  private static func key(_ file: String) throws -> PublicKey {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("\(file) cannot be read; give the holder's public key in PEM")
    }
    return try PublicKey(pem: String(decoding: data, as: UTF8.self))
  }
}

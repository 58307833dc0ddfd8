import ArgumentParser
import SemperModel
import SemperServers

/// `semper credential key HOME`.
struct CredentialKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Print the thumbprint by which others trust an issuer, made with its key at the first time.")

  @Argument(help: "The issuer's home.")
  var home: String

  func run() async throws {
    let issuer = try CredentialIssuer(at: home)
    defer { try? issuer.close() }
    Output.line(try await issuer.thumbprint().description)
  }
}

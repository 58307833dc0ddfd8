import ArgumentParser
import SemperCryptography
import SemperModel
import SemperServers

/// `semper directory key HOME`: the public key of who holds a root key or evaluates.
struct DirectoryKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Print the public key of a home, made with its key at the first time.",
    discussion: "In PEM, for --root-key and --key. The private key stays in the home: keep that off any network.")

  @Argument(help: "The home of a holder of a root key, or of an evaluator.")
  var home: String
  @Flag(help: "Print the key's thumbprint instead, by which customers trust an evaluator.")
  var thumbprint = false

  func run() async throws {
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let key = try await signer.publicKey()
    Output.line(thumbprint ? key.thumbprint.description : try key.pem)
  }
}

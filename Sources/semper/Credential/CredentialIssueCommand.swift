import ArgumentParser
import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers

/// `semper credential issue TYPE --home HOME --holder JWK`.
struct CredentialIssueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issue a credential to the holder of a key: prints an SD-JWT VC.")

  @Argument(help: "Its type as terms of business ask for it, such as identity or accreditation.")
  var type: String
  @Option(help: "The issuer's home; made at the first start.")
  var home: String
  @Option(help: "The holder's key, as “semper wallet holder” or “semper till holder” prints it.")
  var holder: String
  @Option(help: "What it says, as NAME=TEXT; the holder can keep each back. May be repeated.")
  var claim: [String] = []
  @Option(help: "For how long it is in force.")
  var lifetime = Span(seconds: 365 * 86_400)

  func run() async throws {
    guard CredentialType.isName(type) else {
      throw ValidationError("“\(type.prefix(64))” is no type of credential; it has letters and digits only")
    }
    guard let json = try? CanonicalJSON.parse(Array(holder.utf8)), let key = try? PublicKey(json: json) else {
      throw ValidationError("the holder's key is not what “semper wallet holder” or “semper till holder” prints")
    }
    var claims = [String: String]()
    for word in claim {
      guard let sign = word.firstIndex(of: "="), claims[String(word[..<sign])] == nil else {
        throw ValidationError("“\(word.prefix(64))” is no claim; write each once, as NAME=TEXT")
      }
      claims[String(word[..<sign])] = String(word[word.index(after: sign)...])
    }
    let issuer = try CredentialIssuer(at: home)
    defer { try? issuer.close() }
    Output.line(
      try await issuer.issue(CredentialType(type), to: key, saying: claims, at: SystemTime().now(), for: lifetime))
  }
}

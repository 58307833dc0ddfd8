import ArgumentParser
import Foundation
import SemperServers

/// Where keys of a role live when they are not in the home.
struct TokenOptions<Keys: TokenKeys>: ParsableArguments {
  @Option(help: "Keep \(Keys.words) in a PKCS #11 token: the path of its library.")
  var tokenLibrary: String?
  @Option(help: "The token's label.")
  var tokenLabel: String?
  @Option(help: "A file with the token's PIN in its first line.")
  var tokenPin: String?

  func access() throws -> TokenAccess? {
    guard tokenLibrary != nil || tokenLabel != nil || tokenPin != nil else { return nil }
    guard let tokenLibrary, let tokenLabel, let tokenPin else {
      throw ValidationError("give --token-library, --token-label and --token-pin together")
    }
    guard let data = FileManager.default.contents(atPath: tokenPin) else {
      throw ValidationError("\(tokenPin) cannot be read")
    }
    let pin = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return TokenAccess(library: tokenLibrary, label: tokenLabel, pin: pin)
  }
}

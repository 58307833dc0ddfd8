public import SemperCoding
import SemperCryptography

/// An SD-JWT as it travels: the issuer's token, the claims that are shown with it, and the holder's word to one audience if there
/// is one. Nothing about it has been verified.
public struct SDJWT: Equatable, Sendable {
  /// The longest text in bytes.
  public static let longest = 64 << 10
  static let mostDisclosures = 128
  static let separator: Character = "~"

  let token: WebToken
  let disclosures: [Disclosure]
  let binding: WebToken?

  init(_ token: WebToken, _ disclosures: [Disclosure], binding: WebToken? = nil) {
    (self.token, self.disclosures, self.binding) = (token, disclosures, binding)
  }

  public init(text: String) throws(CodingError) {
    guard text.utf8.count <= Self.longest else {
      throw CodingError(.tooLarge, "an SD-JWT has at most \(Self.longest) bytes")
    }
    let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, let first = parts.first, let last = parts.last else {
      throw CodingError(.wrongForm, "an SD-JWT is a token and what is shown with it, each followed by “~”")
    }
    guard parts.count - 2 <= Self.mostDisclosures else {
      throw CodingError(.tooMany, "an SD-JWT shows at most \(Self.mostDisclosures) claims")
    }
    token = try WebToken(text: first)
    var disclosures = [Disclosure]()
    for part in parts.dropFirst().dropLast() { disclosures.append(try Disclosure(text: part)) }
    self.disclosures = disclosures
    binding = last.isEmpty ? nil : try WebToken(text: last)
  }

  /// Without the holder's word, which is over this.
  var unbound: String {
    ([token.text] + disclosures.map(\.text)).joined(separator: "~") + "~"
  }

  public var text: String { unbound + (binding?.text ?? "") }
}

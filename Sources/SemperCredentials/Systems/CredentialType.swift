public import SemperCoding
public import SemperModel

/// The type of a credential as the terms of business know it, such as `membership`, and its name outside.
///
/// A right that was given in a deal is bound to the terms of that deal: `urn:semper:credential:ticket:<digest of the terms>`. Who asks
/// for a membership asks for any of that name, and decides by its issuer.
public struct CredentialType: Hashable, Sendable, CustomStringConvertible {
  private static let scheme = "urn:semper:credential:"
  private static let longest = 64

  public let name: String
  /// The terms under which it was given; `nil` for one that was issued outside of deals.
  public let terms: Digest?

  public init(_ name: String, under terms: Digest? = nil) {
    self.name = name
    self.terms = terms
  }

  /// Throws `CodingError` for a name of another scheme.
  public init(text: String) throws(CodingError) {
    let wrong = CodingError(
      .wrongForm, "a type of credential is written \(Self.scheme)ticket, or with the terms after it")
    guard text.hasPrefix(Self.scheme) else { throw wrong }
    let parts = text.dropFirst(Self.scheme.count)
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, Self.isName(first) else { throw wrong }
    name = String(first)
    terms = try parts.dropFirst().first.map { digest throws(CodingError) in try Digest(text: String(digest)) }
  }

  /// Whether it is a name that terms of business can ask for.
  public static func isName(_ text: some StringProtocol) -> Bool {
    (1...longest).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: false
        }
      }
  }

  public var description: String { Self.scheme + name + (terms.map { ":\($0)" } ?? "") }
}

public import SemperCoding
import SemperCredentials
public import SemperModel

/// Whose credentials count here, for each type. Nobody's do where nothing is said.
///
/// It is a file of a home (`issuers.json`), or comes with a command; never from a peer.
public struct TrustedIssuers: Hashable, Sendable, CanonicalValue {
  public static let file = "issuers.json"
  public static let none = TrustedIssuers([:])

  private let issuers: [String: Set<Thumbprint>]

  private init(_ issuers: [String: Set<Thumbprint>]) { self.issuers = issuers }

  /// From `TYPE=THUMBPRINT`, as a person types it. Throws `CodingError` for anything else.
  public init(text: String) throws(CodingError) {
    guard let sign = text.firstIndex(of: "="), CredentialType.isName(text[..<sign]) else {
      throw CodingError(.wrongForm, "an issuer is written TYPE=THUMBPRINT, such as membership=…")
    }
    self.init([String(text[..<sign]): [try Thumbprint(text: String(text[text.index(after: sign)...]))]])
  }

  public func joined(_ other: TrustedIssuers) -> TrustedIssuers {
    TrustedIssuers(issuers.merging(other.issuers) { $0.union($1) })
  }

  public func issuers(of type: String) -> Set<Thumbprint> { issuers[type] ?? [] }

  public var json: JSON {
    .object(
      JSONObject(
        issuers.sorted { $0.key < $1.key }.map { type, keys in
          (type, .array(keys.sorted().map(\.json)))
        }))
  }

  public init(json: JSON) throws(CodingError) {
    guard let object = json.object else { throw CodingError(.wrongType, "types with their issuers are expected") }
    var issuers = [String: Set<Thumbprint>]()
    for member in object.members {
      do { issuers[member.name] = Set(try [Thumbprint](json: member.value)) } catch { throw error.inside(member.name) }
    }
    self.init(issuers)
  }
}

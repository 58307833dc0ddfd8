import SemperArchiveSQLite
import SemperCoding
import SemperCredentialSystems
public import SemperCredentials
import SemperCryptography
public import SemperModel

/// Somebody who issues credentials outside of deals, such as proofs of identity or accreditations, at a home of its own. Play: it asks
/// nobody for anything.
public struct CredentialIssuer: Sendable {
  private let home: RoleHome

  /// Opens the home in this directory, making it and its key at the first start.
  public init(at path: String) throws { home = try RoleHome(at: path) }

  /// Gives the home to whoever opens it next.
  public func close() throws { try home.close() }

  /// By which others trust it.
  public func thumbprint() async throws -> Thumbprint { try await home.signingKey().thumbprint }

  /// A credential for whoever holds the key.
  public func issue(
    _ type: CredentialType, to holder: PublicKey, saying claims: [String: String], at now: Timestamp, for time: Span
  ) async throws -> String {
    var generator = SystemRandomNumberGenerator()
    let draft = CredentialDraft(
      type: type.description, holder: holder,
      claims: JSONObject(claims.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }), issued: now,
      expires: now.advanced(by: time), secret: Nonce(using: &generator).bytes)
    return try SDJWTCredentials().issue(draft, by: await home.signingKey())
  }
}

public import SemperCryptography
public import SemperModel

/// One kind of credentials: how they are issued, held, shown and checked.
///
/// A credential names its issuer by a key. Whether that issuer counts is for the caller to ask, and so is whether the type is the one
/// that it wants: a system says what is written, by whom, for whom and that it is in force.
public protocol CredentialSystem: Sendable {
  /// Signs a credential. The same draft has the same claims and salts, so that nobody can tell which of two is older.
  func issue(_ draft: CredentialDraft, by issuer: SigningKey) throws -> String
  /// Checks a credential that this side was given to hold. Refuses, with the peer's blame, what is not genuine, not in force, or names
  /// no holder.
  func read(_ credential: String, at now: Timestamp) throws(Refusal) -> HeldCredential
  /// Shows a credential to one audience, with no more than what is said. Refuses (`notFound`) a claim that it does not have.
  func show(_ credential: String, _ showing: CredentialShowing, by holder: SigningKey) throws -> String
  /// Checks what was shown to this audience in answer to this nonce; what was kept back is not among its claims.
  func check(_ shown: String, to audience: String, nonce: String, at now: Timestamp) throws(Refusal) -> HeldCredential
}

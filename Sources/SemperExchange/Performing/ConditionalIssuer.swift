public import SemperCryptography
public import SemperModel

/// Who issues certificates and credentials for an exchange: signs that a document counts once the exchange has gone
/// through.
public protocol ConditionalIssuer: Sendable {
  /// The key that signs.
  var issuer: Thumbprint { get }
  /// The issuer's `ConditionalStatement`. Throws a `Refusal` when it does not issue this document to us.
  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest
  ) async throws -> SignedStatement
}

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
  /// The same for an issuer that also makes the X.509 certificate, which names the arbiter. Who does not makes none.
  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest, arbiter: PublicKey
  ) async throws -> SignedStatement
}

extension ConditionalIssuer {
  public func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest, arbiter: PublicKey
  ) async throws -> SignedStatement {
    try await issue(document, at: path, of: exchange, opening: opening)
  }
}

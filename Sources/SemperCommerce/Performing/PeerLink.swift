public import SemperCryptography
public import SemperModel

/// Brings statements to the peer and fetches its answers. The buyer's is an HTTP client; a seller has an outbox instead.
public protocol PeerLink: Sendable {
  /// Returns when the peer has the statement durably; throws a `Refusal` when the peer refuses it.
  func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws
  /// The peer's statements after so many; waits for one to come.
  func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement]
}

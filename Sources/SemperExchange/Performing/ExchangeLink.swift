public import SemperCryptography

/// The way to the peer of one exchange.
public protocol ExchangeLink: Sendable {
  /// Returns when the peer has the statement durably. Anything thrown is tried again.
  func send(_ statement: SignedStatement) async throws
}

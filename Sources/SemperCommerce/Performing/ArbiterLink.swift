public import SemperCryptography
public import SemperExchange

/// Where an arbiter can be called.
public protocol ArbiterLink: Sendable {
  /// Throws a `Refusal` when the arbiter refuses the call; anything else thrown means that no answer came.
  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer
}

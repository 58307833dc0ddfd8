public import SemperCryptography

/// A place outside the arbiter's own store (and outside its backups) that holds its newest checkpoint.
public protocol CheckpointMemory: Sendable {
  /// The newest checkpoint noted here, not verified; `nil` when none was.
  func newest() async throws -> SignedStatement?
  /// Puts this one in its place; returns when it is durable.
  func note(_ checkpoint: SignedStatement) async throws
}

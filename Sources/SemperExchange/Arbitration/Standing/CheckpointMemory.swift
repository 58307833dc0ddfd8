public import SemperCryptography
public import SemperModel

/// A place outside the arbiter's own store (and outside its backups) that holds its newest checkpoint. Whoever moves it on
/// from what it last saw there is the one arbiter; whoever comes second has lost.
public protocol CheckpointMemory: Sendable {
  /// The newest checkpoint noted here, not verified; `nil` when none was.
  func newest() async throws -> SignedStatement?
  /// Puts this one in the place of the one with this digest (`nil` where there was none), and returns when it is durable.
  /// Changes nothing and returns `false` when something else stands there. Nobody, in any process, gets between the
  /// comparison and the change.
  func note(_ checkpoint: SignedStatement, after known: Digest?) async throws -> Bool
}

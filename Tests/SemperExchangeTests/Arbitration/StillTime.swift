import SemperEngine
import SemperModel

/// The time of a keeper that is told when to work.
struct StillTime: TimeSource {
  func now() -> Timestamp { Trade.start }
  func wait(until time: Timestamp) async throws { throw CancellationError() }
}

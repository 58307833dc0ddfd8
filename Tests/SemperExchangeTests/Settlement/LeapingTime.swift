import SemperEngine
import SemperModel
import Synchronization

/// A clock that goes forward exactly as far as somebody waits.
final class LeapingTime: TimeSource {
  private let time: Mutex<Timestamp>
  init(_ start: Timestamp) { time = Mutex(start) }
  func now() async -> Timestamp { time.withLock { $0 } }
  func wait(until later: Timestamp) async throws { time.withLock { $0 = max($0, later) } }
}

import SemperEngine
import SemperModel
import Synchronization

/// A clock that is right until it is told to leap, and half an hour ahead from then on.
final class LeapingClock: TimeSource {
  private static let leap = Span(seconds: 1_800)
  private let system = SystemTime()
  private let hasLeapt = Mutex(false)

  func leap() { hasLeapt.withLock { $0 = true } }

  func now() async -> Timestamp {
    hasLeapt.withLock { $0 } ? system.now().advanced(by: Self.leap) : system.now()
  }

  /// Looks at the clock each second, because it may have leapt.
  func wait(until time: Timestamp) async throws {
    while await now() < time { try await system.wait(until: system.now().advanced(by: Span(seconds: 1))) }
  }
}

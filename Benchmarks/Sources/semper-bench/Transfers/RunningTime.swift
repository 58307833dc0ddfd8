import SemperEngine
import SemperModel

/// Time that begins at some moment and goes on as it does.
struct RunningTime: TimeSource {
  private let first: Timestamp
  private let start = ContinuousClock.now

  init(from first: Timestamp) { self.first = first }

  func now() -> Timestamp { first.advanced(by: Span(seconds: Int64(Clock.seconds(since: start)))) }

  func wait(until time: Timestamp) async throws {
    try await Task.sleep(until: start + .seconds(time.seconds - first.seconds), clock: .continuous)
  }
}

public import SemperModel
import Synchronization

/// A clock that stands still until it is moved; what waits wakes in order of time.
///
/// For tests and simulations: hours pass in microseconds and nothing depends on the real clock.
public final class VirtualTime: TimeSource {
  private struct Sleeper {
    let id: Int
    let until: Timestamp
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Timestamp
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
    var nextID = 0
    var errands = 0
  }

  private let state: Mutex<State>

  public init(now: Timestamp) { state = Mutex(State(now: now)) }

  public func now() -> Timestamp { state.withLock(\.now) }

  /// When the next sleeper wakes, if any sleeps.
  public var nextWaking: Timestamp? { state.withLock { $0.sleepers.map(\.until).min() } }

  /// Whether somebody does something that takes real time.
  public var stands: Bool { state.withLock { $0.errands > 0 } }

  /// Keeps a simulation from moving the clock while something takes real time, such as a write to a disk.
  public func standing<Result: Sendable>(_ errand: () async throws -> Result) async rethrows -> Result {
    state.withLock { $0.errands += 1 }
    defer { state.withLock { $0.errands -= 1 } }
    return try await errand()
  }

  /// How many sleep.
  public var waiting: Int { state.withLock(\.sleepers.count) }

  /// Moves the clock forward and wakes all whose time has come. Moving back is a bug.
  public func advance(to time: Timestamp) {
    let due = state.withLock { state -> [Sleeper] in
      precondition(time >= state.now, "virtual time does not run backwards")
      state.now = time
      let due = state.sleepers.filter { $0.until <= time }.sorted { ($0.until, $0.id) < ($1.until, $1.id) }
      state.sleepers.removeAll { $0.until <= time }
      return due
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  public func advance(by span: Span) { advance(to: now().advanced(by: span)) }

  public func wait(until time: Timestamp) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    // A cancellation that comes after the waking leaves its mark behind.
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let wake: Result<Void, any Error>? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
          if time <= state.now { return .success(()) }
          state.sleepers.append(Sleeper(id: id, until: time, continuation: continuation))
          return nil
        }
        if let wake { continuation.resume(with: wake) }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}

import Synchronization

/// Tasks that wait for the next change of something. Any number may wait, and each can be cancelled.
package final class Watchers: Sendable {
  private struct State {
    var next = 0
    var wakings = 0
    var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    /// Cancelled before they had begun to wait.
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  package init() {}

  /// How often there has been a `wake`. Who waits takes it before it looks, so that no change between its look and its
  /// waiting is lost: a task may change its executor in between, though both stand in one actor.
  package var wakings: Int { state.withLock(\.wakings) }

  package func wake() {
    let waiting = state.withLock { state in
      state.wakings += 1
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns at the next `wake` after so many; throws `CancellationError` when the task is cancelled.
  package nonisolated(nonsending) func wait(after wakings: Int) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let now: Result<Void, any Error>? = state.withLock { state in
          if state.cancelled.contains(id) { return .failure(CancellationError()) }
          if state.wakings != wakings { return .success(()) }
          state.waiting[id] = continuation
          return nil
        }
        if let now { continuation.resume(with: now) }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        let found = state.waiting.removeValue(forKey: id)
        if found == nil { state.cancelled.insert(id) }
        return found
      }
      continuation?.resume(throwing: CancellationError())
    }
  }
}

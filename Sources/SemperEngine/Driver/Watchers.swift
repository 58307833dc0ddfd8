import Synchronization

/// Tasks that wait for the next change of something. Any number may wait, and each can be cancelled.
final class Watchers: Sendable {
  private struct State {
    var next = 0
    var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    /// Cancelled before they had begun to wait.
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  func wake() {
    let waiting = state.withLock { state in
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns at the next `wake`; throws `CancellationError` when the task is cancelled.
  ///
  /// Called by who alone can change what is watched: nothing may change between its look and this call.
  nonisolated(nonsending) func wait() async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let cancelled = state.withLock { state in
          if state.cancelled.contains(id) { return true }
          state.waiting[id] = continuation
          return false
        }
        if cancelled { continuation.resume(throwing: CancellationError()) }
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

import Synchronization

/// Lets one task sleep until there is something to do. A ring while nobody waits is remembered, once.
///
/// Not an actor, so that a cancellation handler, which cannot wait, can ring it too.
package final class Doorbell: Sendable {
  private struct State {
    var rung = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  package func ring() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter else {
        state.rung = true
        return nil
      }
      state.waiter = nil
      return waiter
    }
    waiter?.resume()
  }

  /// Returns at the next ring, also when the task is cancelled. One task at a time.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let hasRung = state.withLock { state in
          precondition(state.waiter == nil, "a doorbell has one listener")
          defer { state.rung = false }
          if !state.rung { state.waiter = continuation }
          return state.rung
        }
        if hasRung { continuation.resume() }
      }
    } onCancel: {
      ring()
    }
  }
}

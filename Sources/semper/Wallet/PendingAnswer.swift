import SemperTrustedUI
import Synchronization

/// An answer that is still to come, unless its question is taken back.
final class PendingAnswer: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Answer, any Error>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  var isWaiting: Bool { state.withLock { $0.continuation != nil } }

  func wait(_ continuation: CheckedContinuation<Answer, any Error>) {
    let isCancelled = state.withLock { state in
      if !state.isCancelled { state.continuation = continuation }
      return state.isCancelled
    }
    if isCancelled { continuation.resume(throwing: CancellationError()) }
  }

  func give(_ answer: Answer) { take()?.resume(returning: answer) }

  func cancel() {
    state.withLock { $0.isCancelled = true }
    take()?.resume(throwing: CancellationError())
  }

  private func take() -> CheckedContinuation<Answer, any Error>? {
    state.withLock { state in
      defer { state.continuation = nil }
      return state.continuation
    }
  }
}

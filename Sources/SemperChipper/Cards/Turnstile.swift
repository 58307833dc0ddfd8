import Synchronization

/// Lets one caller at a time hold a card, in the order in which they came.
final class Turnstile: Sendable {
  private struct Queue {
    var isHeld = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let queue = Mutex(Queue())

  /// Returns when the card is the caller's. Each call needs one `leave`.
  func enter() async {
    await withCheckedContinuation { continuation in
      let mayGo = queue.withLock { queue in
        if queue.isHeld {
          queue.waiting.append(continuation)
          return false
        }
        queue.isHeld = true
        return true
      }
      if mayGo { continuation.resume() }
    }
  }

  func leave() {
    let next = queue.withLock { queue -> CheckedContinuation<Void, Never>? in
      if queue.waiting.isEmpty {
        queue.isHeld = false
        return nil
      }
      return queue.waiting.removeFirst()
    }
    next?.resume()
  }
}

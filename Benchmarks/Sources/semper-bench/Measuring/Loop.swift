import Dispatch
import Synchronization

/// Repeats an operation without pause and counts how often it was done in a second.
struct Loop {
  /// Seconds a round lasts.
  var seconds = 1.0
  var rounds = 5
  var threads = 1

  /// Operations a second. The first round warms up and does not count.
  func rate(_ operation: @escaping @Sendable () throws -> Void) throws -> Spread {
    var rates = [Double]()
    for round in 0...rounds {
      let rate = try once(operation)
      if round > 0 { rates.append(rate) }
    }
    return Spread(rates)
  }

  private func once(_ operation: @escaping @Sendable () throws -> Void) throws -> Double {
    let failure = Mutex<(any Error)?>(nil)
    let total = Mutex(0.0)
    let seconds = seconds
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      do {
        let start = ContinuousClock.now
        var count = 0
        var elapsed = 0.0
        while elapsed < seconds {
          try operation()
          count += 1
          elapsed = Clock.seconds(since: start)
        }
        let rate = Double(count) / elapsed
        total.withLock { $0 += rate }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return total.withLock { $0 }
  }
}

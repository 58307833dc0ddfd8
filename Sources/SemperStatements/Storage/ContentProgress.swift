import Synchronization

/// How far work over content has come, in bytes.
public struct ContentProgress: Hashable, Sendable {
  public let done: Int64
  public let total: Int64

  /// Called about once a MiB and at the end, with growing values, from any thread. It should return soon.
  public typealias Handler = @Sendable (ContentProgress) -> Void
}

/// Adds up what several workers have done.
final class ProgressMeter: Sendable {
  private static let interval: Int64 = 1 << 20
  private let total: Int64
  private let handler: ContentProgress.Handler?
  private let done = Mutex<Int64>(0)

  init(total: Int64, _ handler: ContentProgress.Handler?) {
    self.total = total
    self.handler = handler
  }

  func advance(by count: Int) {
    guard let handler else { return }
    done.withLock { done in
      let before = done / Self.interval
      done += Int64(count)
      if done / Self.interval > before || done == total { handler(.init(done: done, total: total)) }
    }
  }
}

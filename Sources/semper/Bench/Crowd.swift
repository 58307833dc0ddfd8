import Synchronization

/// Counts who is at something at the same time.
final class Crowd: Sendable {
  private struct Count {
    var now = 0
    var most = 0
  }

  private let count = Mutex(Count())

  /// The greatest number at any time so far.
  var most: Int { count.withLock(\.most) }

  /// Takes part while this lasts.
  func with<Result>(_ body: () async throws -> Result) async throws -> Result {
    count.withLock { count in
      count.now += 1
      count.most = max(count.most, count.now)
    }
    defer { count.withLock { $0.now -= 1 } }
    return try await body()
  }
}

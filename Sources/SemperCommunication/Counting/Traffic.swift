import Synchronization

/// What somebody has sent to others and got from them, for measurements.
public final class Traffic: Sendable {
  public struct Count: Codable, Sendable {
    public var requests = 0
    /// Of bodies, without their headers.
    public var bytesSent = 0
    public var bytesReceived = 0

    public init() {}

    public var bytes: Int { bytesSent + bytesReceived }

    public static func - (after: Count, before: Count) -> Count {
      var count = Count()
      count.requests = after.requests - before.requests
      count.bytesSent = after.bytesSent - before.bytesSent
      count.bytesReceived = after.bytesReceived - before.bytesReceived
      return count
    }
  }

  private let counted = Mutex(Count())

  public init() {}

  public var count: Count { counted.withLock { $0 } }

  func add(_ change: (inout Count) -> Void) { counted.withLock { change(&$0) } }
}

public import SemperModel
import Synchronization

/// A transport that counts what passes through it, for measurements.
public final class CountingTransport: Transport {
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

  private let transport: any Transport
  private let counted = Mutex(Count())

  public init(_ transport: any Transport) { self.transport = transport }

  public var count: Count { counted.withLock { $0 } }

  public func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await transport.send(request, to: address, largest: largest, within: within)
    counted.withLock { count in
      count.requests += 1
      count.bytesSent += request.body.count
      count.bytesReceived += reply.body.count
    }
    return reply
  }

  public func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    counted.withLock { $0.requests += 1 }
    return try await transport.stream(request, to: address, largest: largest, within: within, head: head) { bytes in
      self.counted.withLock { $0.bytesReceived += bytes.count }
      try await piece(bytes)
    }
  }
}

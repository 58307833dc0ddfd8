public import SemperModel

/// A transport that counts what passes through it, for measurements.
public final class CountingTransport: Transport {
  private let transport: any Transport
  private let traffic: Traffic

  /// - Parameter traffic: where it counts; several transports may count into one.
  public init(_ transport: any Transport, into traffic: Traffic = Traffic()) {
    self.transport = transport
    self.traffic = traffic
  }

  public var count: Traffic.Count { traffic.count }

  public func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await transport.send(request, to: address, largest: largest, within: within)
    traffic.add { count in
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
    traffic.add { $0.requests += 1 }
    return try await transport.stream(request, to: address, largest: largest, within: within, head: head) { bytes in
      self.traffic.add { $0.bytesReceived += bytes.count }
      try await piece(bytes)
    }
  }
}

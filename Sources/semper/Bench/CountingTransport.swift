import SemperCommunication
import SemperModel
import Synchronization

/// A transport that counts what passes: round trips and bytes of body.
final class CountingTransport: Transport {
  struct Count: Sendable {
    var roundTrips = 0
    var bytes = 0
  }

  private let transport: any Transport
  private let counted = Mutex(Count())

  init(_ transport: any Transport) { self.transport = transport }

  var count: Count { counted.withLock { $0 } }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await transport.send(request, to: address, largest: largest, within: within)
    counted.withLock { count in
      count.roundTrips += 1
      count.bytes += request.body.count + reply.body.count
    }
    return reply
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    counted.withLock { $0.roundTrips += 1 }
    return try await transport.stream(request, to: address, largest: largest, within: within, head: head) { bytes in
      self.counted.withLock { $0.bytes += bytes.count }
      try await piece(bytes)
    }
  }
}

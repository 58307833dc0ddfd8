import SemperCommunication
import SemperModel
import SemperServers

/// Brings down the shop and starts it again each time a statement has reached it.
struct RestartingTransport: Transport {
  let next: any Transport
  let shop: RunningRole
  let restarts: Counter

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await next.send(request, to: address, largest: largest, within: within)
    if request.path.hasSuffix("/messages"), await address == shop.address,
      request.method == .post || reply.body.count > 2
    {
      try await shop.restart()
      restarts.add()
    }
    return reply
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}

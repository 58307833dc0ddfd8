import SemperCommunication
import SemperModel

/// A network on which what is asked of one path gets another answer.
struct LyingTransport: Transport {
  let next: any Transport
  let path: String
  let lie: @Sendable ([UInt8]) throws -> [UInt8]

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    let reply = try await next.send(request, to: address, largest: largest, within: within)
    guard request.path == path else { return reply }
    return ReceivedReply(
      status: reply.status, contentType: reply.contentType, headers: reply.headers, body: try lie(reply.body))
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}

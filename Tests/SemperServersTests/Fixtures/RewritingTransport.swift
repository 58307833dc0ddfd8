import SemperCoding
import SemperCommunication
import SemperModel

/// A network that changes the answers to some questions.
struct RewritingTransport: Transport {
  let next: any Transport
  /// What a JSON answer to a request for this path becomes; `nil` leaves it.
  let rewrite: @Sendable (_ path: String, JSON) throws -> JSON?

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await next.send(request, to: address, largest: largest, within: within)
    guard reply.status == 200, let json = try? CanonicalJSON.parse(reply.body),
      let changed = try rewrite(request.path, json)
    else { return reply }
    return ReceivedReply(
      status: reply.status, contentType: reply.contentType, headers: reply.headers, body: changed.canonicalBytes)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}

import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel

/// Takes each statement of one kind for the shop, and says that it has arrived, which is not so.
struct SwallowingTransport: Transport {
  let next: any Transport
  let kind: StatementKind
  let swallowed: AsyncStream<Void>.Continuation

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    if request.method == .post, request.path.hasSuffix("/messages"),
      try SignedStatement(json: CanonicalJSON.parse(request.body)).kind == kind
    {
      swallowed.yield()
      let body = JSON.fields(["received": true.json]).canonicalBytes
      return ReceivedReply(status: 200, contentType: "application/json", headers: [:], body: body)
    }
    return try await next.send(request, to: address, largest: largest, within: within)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}

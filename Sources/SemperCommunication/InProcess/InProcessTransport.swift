public import SemperModel
import Synchronization

/// Roles in the same process, reached by address through the same routes and refusals as over a network.
///
/// For tests, simulations and commands that open a home themselves. There is no rate limit, and `within` is not
/// watched.
public final class InProcessTransport: Transport {
  private let roles: Mutex<[Address: RouteTable]>

  public init(_ roles: [Address: [Route]] = [:]) { self.roles = Mutex(roles.mapValues(RouteTable.init)) }

  /// Sets who answers at an address; `nil` makes it unreachable.
  public func serve(_ routes: [Route]?, at address: Address) {
    let table = routes.map(RouteTable.init)
    roles.withLock { $0[address] = table }
  }

  public func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let reply = try await answer(request, at: address)
    return received(reply, body: try await Self.collect(reply.body, upTo: largest))
  }

  public func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    let reply = try await answer(request, at: address)
    guard reply.status == 200 || reply.status == 206 else {
      return received(reply, body: try await Self.collect(reply.body, upTo: largest))
    }
    let received = received(reply, body: [])
    try await head(received)
    switch reply.body {
    case .bytes(let bytes):
      guard bytes.count <= largest else { throw Self.tooLarge(largest) }
      if !bytes.isEmpty { try await piece(bytes[...]) }
    case .stream(let length, let pieces):
      guard length <= largest else { throw Self.tooLarge(largest) }
      for try await bytes in Self.pieces(length, pieces) { try await piece(bytes[...]) }
    }
    return received
  }

  private func answer(_ request: Request, at address: Address) async throws -> Reply {
    guard let table = roles.withLock({ $0[address] }) else {
      throw TransportError(.unreachable, "nobody answers at \(address); start the role or correct the address")
    }
    let match = table.match(request.method, request.path)
    guard case .route(let route, let parameters, _) = match else { return match.problem ?? .failure() }
    guard request.body.count <= route.limits.body else { return .refusal(.bodyTooLarge(route.limits.body)) }
    let reply = await route.answer(request, parameters, unexpected: { _ in })
    try Task.checkCancellation()
    return reply
  }

  private func received(_ reply: Reply, body: [UInt8]) -> ReceivedReply {
    var headers = reply.headers
    headers["content-type"] = reply.contentType
    switch reply.body {
    case .bytes(let bytes): headers["content-length"] = String(bytes.count)
    case .stream(let length, _): headers["content-length"] = String(length)
    }
    return ReceivedReply(status: reply.status, contentType: reply.contentType, headers: headers, body: body)
  }

  private static func collect(_ body: Reply.Body, upTo largest: Int) async throws -> [UInt8] {
    switch body {
    case .bytes(let bytes):
      guard bytes.count <= largest else { throw tooLarge(largest) }
      return bytes
    case .stream(let length, let stream):
      guard length <= largest else { throw tooLarge(largest) }
      var bytes: [UInt8] = []
      for try await piece in pieces(length, stream) { bytes += piece }
      return bytes
    }
  }

  /// The pieces of a stream that must come to `length` bytes; any failure of the sender looks like a cut line.
  private static func pieces(
    _ length: Int, _ stream: AsyncThrowingStream<[UInt8], any Error>
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    let left = Mutex(length)
    return AsyncThrowingStream {
      var iterator = stream.makeAsyncIterator()
      let piece: [UInt8]?
      do { piece = try await iterator.next() } catch {
        throw TransportError(.interrupted, "the answer ended before its length")
      }
      let remaining = left.withLock { left in
        left -= piece?.count ?? 0
        return left
      }
      guard remaining >= 0, piece != nil || remaining == 0 else {
        throw TransportError(.interrupted, "the answer ended before its length")
      }
      return piece
    }
  }

  private static func tooLarge(_ largest: Int) -> TransportError {
    TransportError(.tooLarge, "the answer is larger than the \(largest) bytes that are accepted")
  }
}

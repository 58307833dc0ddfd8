import HummingbirdCore
import NIOCore
import SemperCommunication
import SemperModel

/// The body of a request as it arrives, read at most once.
struct BodyReader {
  private let body: RequestBody
  private var iterator: RequestBody.AsyncIterator?
  /// Whether all of it has been read.
  private(set) var isDone: Bool

  init(_ body: RequestBody, hasBody: Bool) {
    self.body = body
    isDone = !hasBody
  }

  /// All of it; throws a refusal as soon as it is larger than the limit.
  mutating func collect(upTo limit: Int, announced: Int?) async throws -> [UInt8] {
    guard !isDone else { return [] }
    guard announced ?? 0 <= limit else { throw Refusal.bodyTooLarge(limit) }
    var bytes: [UInt8] = []
    while var part = try await next() {
      guard part.readableBytes <= limit - bytes.count else { throw Refusal.bodyTooLarge(limit) }
      bytes += part.readBytes(length: part.readableBytes) ?? []
    }
    if let announced, bytes.count != announced { throw ChannelError.inputClosed }
    return bytes
  }

  /// Takes what still arrives, within bounds, so that closing does not destroy the answer on its way to the client.
  mutating func drain() async {
    var left = 1 << 20
    while left > 0, !isDone, let part = try? await next() { left -= part.readableBytes }
  }

  private mutating func next() async throws -> ByteBuffer? {
    if iterator == nil { iterator = body.makeAsyncIterator() }
    let part = try await iterator?.next()
    if part == nil { isDone = true }
    return part
  }
}

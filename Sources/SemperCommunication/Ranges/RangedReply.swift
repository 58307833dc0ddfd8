import SemperModel

/// The reply to a request for a part of something long: 200 with all, 206 with the part, or 416.
///
/// One range only, as RFC 9110 section 14 allows a server to decide. There is no validator: whoever resumes must know
/// from elsewhere, such as a digest, that the content is the same.
public struct RangedReply: Sendable {
  /// Gives `count` bytes from `offset`, exactly; called when the network has taken the piece before.
  public typealias Producer = @Sendable (_ offset: Int, _ count: Int) async throws -> [UInt8]

  public let total: Int
  public let contentType: String
  private let pieceSize: Int
  private let producer: Producer

  /// - Parameter pieceSize: how much is asked of the producer and handed to the network at a time.
  public init(total: Int, contentType: String, pieceSize: Int = 256 << 10, producer: @escaping Producer) {
    precondition(total >= 0 && pieceSize > 0)
    self.total = total
    self.contentType = contentType
    self.pieceSize = pieceSize
    self.producer = producer
  }

  public func reply(to range: ByteRange?) -> Reply {
    guard let range else { return answer(200, 0..<total, headers: ["accept-ranges": "bytes"]) }
    guard range.first >= 0, range.first < total, range.last.map({ $0 >= range.first }) ?? true else {
      var reply = Reply.problem(
        Refusal(.malformed, blame: .peer, "the range lies outside the \(total) bytes that there are"), status: 416)
      reply.headers = ["accept-ranges": "bytes", "content-range": "bytes */\(total)"]
      return reply
    }
    let last = min(range.last ?? (total - 1), total - 1)
    return answer(
      206, range.first..<(last + 1),
      headers: ["accept-ranges": "bytes", "content-range": "bytes \(range.first)-\(last)/\(total)"])
  }

  private func answer(_ status: Int, _ bytes: Range<Int>, headers: [String: String]) -> Reply {
    let source = PieceSource(bytes, pieceSize: pieceSize, producer: producer)
    return Reply(
      status: status, contentType: contentType,
      body: .stream(length: bytes.count, AsyncThrowingStream(unfolding: { try await source.next() })), headers: headers)
  }
}

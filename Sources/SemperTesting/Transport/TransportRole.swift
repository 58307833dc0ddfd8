import SemperCoding
public import SemperCommunication
import SemperModel

/// The role that `TransportConformance` talks to.
public enum TransportRole {
  /// A megabyte and a bit, so that no piece size divides it; byte i is a known function of i.
  static let length = 3_000_017
  static func content(_ offset: Int, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        buffer[index] = UInt8(truncatingIfNeeded: (offset + index) &* 31 ^ (offset + index) >> 8)
      }
      initialized = count
    }
  }

  private struct Inner: Error, CustomStringConvertible { let description = "inner-secret" }

  public static let routes: [Route] = [
    Route(.get, "/echo/{id}", summary: "What was asked.", handler: echo),
    Route(.post, "/echo/{id}", summary: "What was asked.", limits: RouteLimits(body: 1000), handler: echo),
    Route(.get, "/echo/me", summary: "A literal beside a part.") { _, _ in .json("literal") },
    Route(.get, "/refuse/{code}", summary: "A refusal of this code.") { _, parameters in
      guard let code = RefusalCode(rawValue: try parameters.value("code")) else {
        throw Refusal(.notFound, blame: .peer, "there is no such code")
      }
      throw Refusal(code, blame: .provider, "as asked: \(code.rawValue)")
    },
    Route(.get, "/fail", summary: "An error from inside.") { _, _ in throw Inner() },
    Route(.get, "/moved", summary: "A redirection.") { _, _ in
      Reply(status: 303, contentType: "text/plain", body: .bytes([]), headers: ["location": "/echo/elsewhere"])
    },
    Route(.get, "/content", summary: "Something long.") { request, _ in
      RangedReply(total: length, contentType: "application/octet-stream", pieceSize: 70_001, producer: content)
        .reply(to: request.range)
    },
    Route(.get, "/content/whole", summary: "The same from a server that knows no ranges.") { _, _ in
      RangedReply(total: length, contentType: "application/octet-stream", producer: content).reply(to: nil)
    },
    Route(.get, "/content/broken", summary: "The same from a server that fails half-way.") { request, _ in
      RangedReply(total: length, contentType: "application/octet-stream") { offset, count in
        guard offset < length / 2 else { throw Inner() }
        return content(offset, count)
      }.reply(to: request.range)
    },
    Route(.get, "/wait", summary: "Never answers by itself.", limits: RouteLimits(time: Span(seconds: 60), waits: true))
    {
      _, _ in
      let (never, end) = AsyncStream.makeStream(of: Void.self)
      for await _ in never {}
      withExtendedLifetime(end) {}
      try Task.checkCancellation()
      return .json("never")
    },
  ]

  @Sendable private static func echo(_ request: Request, _ parameters: Parameters) throws -> Reply {
    .json(
      JSON.fields([
        "body": ByteString(request.body).json, "id": try parameters.value("id").json,
        "key": request.idempotencyKey?.json, "language": request.acceptLanguage?.json,
        "method": request.method.rawValue.json, "path": request.path.json,
        "query": .object(JSONObject(request.query.map { ($0.key, $0.value.json) })),
        "range": request.range.map { [$0.first, $0.last ?? -1].json }, "type": request.contentType?.json,
      ]))
  }
}

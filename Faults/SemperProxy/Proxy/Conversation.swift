import NIOCore
import SemperCoding

/// Requests and responses of one connection, one after the other, each done to as the rules say.
struct Conversation {
  /// Ends the conversation and closes both connections.
  struct Closed: Error {}

  var client: ByteSource
  let toClient: NIOAsyncChannelOutboundWriter<ByteBuffer>
  var target: ByteSource
  let toTarget: NIOAsyncChannelOutboundWriter<ByteBuffer>
  let book: RuleBook
  let gate: HookGate
  let events: EventLog

  mutating func run() async throws {
    while let bytes = try await client.head() {
      guard let request = MessageHead(bytes) else { throw Closed() }
      if request.expectsContinue { try await toClient.write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")) }
      var body = BufferedBody(request.requestBody)
      try await body.read(from: &client)
      let facts = MessageFacts(
        direction: .request, method: request.method, path: request.path, status: nil, types: body.types)
      let pacing = try await pace(facts)
      try await forward(request, body, pacing, from: &client, to: toTarget)
      if pacing.duplicates && body.isWhole {
        try await swallowResponse(to: request)
        try await forward(request, body, Pacing(), from: &client, to: toTarget)
      }
      guard try await answer(request), !request.closes else { return }
    }
  }

  /// Forwards the response; `false` when the connection ends with it.
  private mutating func answer(_ request: MessageHead) async throws -> Bool {
    let response = try await responseHead()
    let end = response.responseBody(toHead: request.method == "HEAD")
    var body = BufferedBody(end)
    if Self.isText(response) { try await body.read(from: &target) }
    let pacing = try await pace(
      MessageFacts(
        direction: .response, method: request.method, path: request.path, status: response.status, types: body.types))
    try await forward(response, body, pacing, from: &target, to: toClient)
    return !response.closes && end != .close
  }

  private mutating func responseHead() async throws -> MessageHead {
    while true {
      guard let bytes = try await target.head(), let head = MessageHead(bytes) else { throw Closed() }
      // The client has had its 100 from here.
      if head.status != 100 { return head }
    }
  }

  private mutating func swallowResponse(to request: MessageHead) async throws {
    let response = try await responseHead()
    var body = BodySource(response.responseBody(toHead: request.method == "HEAD"))
    while try await body.next(from: &target) != nil {}
  }

  /// What the rules make of a message; throws when it goes no further.
  private func pace(_ message: MessageFacts) async throws -> Pacing {
    guard !book.refuses else { throw Closed() }
    guard let rule = book.decide(message) else { return Pacing() }
    if rule.action != .hook { events.matched(rule, message) }
    switch rule.action {
    case .pass: return Pacing()
    case .drop: throw Closed()
    case .delay(let milliseconds):
      try await Task.sleep(for: .milliseconds(milliseconds))
      return Pacing()
    case .duplicate: return Pacing(duplicates: true)
    case .cut(let bytes): return Pacing(most: bytes)
    case .slow(let bytesPerSecond): return Pacing(bytesPerSecond: bytesPerSecond)
    case .refuse:
      book.refuses = true
      events.write(["event": "refusing".json])
      throw Closed()
    case .hook:
      guard await gate.wait(at: rule, message) else { throw Closed() }
      return Pacing()
    }
  }

  private func forward(
    _ head: MessageHead, _ body: BufferedBody, _ pacing: Pacing, from source: inout ByteSource,
    to writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    var pacing = pacing
    try await writer.write(ByteBuffer(bytes: head.bytes))
    for piece in body.raw { try await pacing.write(piece, to: writer) }
    var rest = body.rest
    while let piece = try await rest.next(from: &source) { try await pacing.write(piece.raw, to: writer) }
    if pacing.cuts { throw Closed() }
  }

  /// Whether a response may hold statements, so that it is worth keeping back until it is known.
  private static func isText(_ head: MessageHead) -> Bool {
    head.value("content-type")?.contains("json") ?? false
  }
}

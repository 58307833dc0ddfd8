import Foundation
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization
import Testing

/// The faulty proxy as tests and demos run it: a process between a client and a server.
@Suite("The faulty proxy", .serialized)
struct ProxyTests {
  /// Answers with a statement of the kind that was posted, and remembers what came.
  private final class Role: Sendable {
    private let bodies = Mutex<[String]>([])
    var received: [String] { bodies.withLock { $0 } }

    var routes: [Route] {
      [
        Route(.post, "/messages", summary: "A statement.", limits: RouteLimits(body: 8 << 20)) { request, _ in
          let count = self.bodies.withLock { bodies in
            bodies.append(String(decoding: request.body.prefix(1000), as: UTF8.self))
            return bodies.count
          }
          return Reply(
            contentType: "application/json", body: .bytes(ProxyTests.statement("answer")),
            headers: ["x-count": String(count)])
        },
        Route(.get, "/content", summary: "Something long.") { request, _ in
          RangedReply(total: 3_000_000, contentType: "application/octet-stream") { offset, count in
            (offset..<(offset + count)).map { UInt8(truncatingIfNeeded: $0 >> 8) }
          }.reply(to: request.range)
        },
      ]
    }
  }

  static func statement(_ kind: String) -> [UInt8] {
    let header = Base64URL.encode(Array(#"{"alg":"ES256","kid":"k","typ":"semper-\#(kind)+jws"}"#.utf8))
    return Array(#"{"payload":"e30","signatures":[{"protected":"\#(header)","signature":"AA"}]}"#.utf8)
  }

  private static func rule(
    _ name: String, _ direction: String, typ: String? = nil, path: String? = nil, occurrence: Int? = nil,
    _ action: KeyValuePairs<String, JSON?>
  ) -> JSON {
    .fields([
      "action": .fields(action), "direction": direction.json, "name": name.json, "occurrence": occurrence?.json,
      "path": path?.json, "typ": typ.map { "semper-\($0)+jws".json },
    ])
  }

  private func run(
    _ rules: [JSON], _ body: (RunningProxy, HTTPClientTransport, Role) async throws -> Void
  ) async throws {
    let role = Role()
    try await withServer(role.routes) { address in
      try await RunningProxy.run(to: address, rules: rules) { proxy in
        try await withClient { client in try await body(proxy, client, role) }
      }
    }
  }

  private static func post(_ kind: String, over client: HTTPClientTransport, _ proxy: RunningProxy) async throws
    -> ReceivedReply
  {
    try await client.send(
      Request(.post, "/messages", contentType: "application/json", body: statement(kind)), to: proxy.address,
      largest: 1 << 20, within: Span(seconds: 20))
  }

  private static func interrupted(_ body: () async throws -> Void) async throws -> Bool {
    do {
      try await body()
      return false
    } catch let error as TransportError {
      return error.code == .interrupted
    }
  }

  @Test("every transport behaviour shows through it")
  func transparent() async throws {
    try await withServer(TransportRole.routes) { address in
      try await RunningProxy.run(to: address, rules: []) { proxy in
        try await withClient { client in
          // A proxy in between cannot make the address behind it unreachable; all else must be the same.
          for behaviour in TransportConformance.all.map(\.name) {
            try await TransportConformance.run(behaviour, over: client, at: proxy.address)
          }
        }
      }
    }
  }

  @Test("a chosen request is dropped once and never reaches the role")
  func dropRequest() async throws {
    let rules = [Self.rule("lost", "request", typ: "open-originator", occurrence: 2, ["do": "drop".json])]
    try await run(rules) { (proxy, client, role) async throws in
      for kind in ["open-originator", "query", "open-responder"] {
        #expect(try await Self.post(kind, over: client, proxy).status == 200)
      }
      #expect(try await Self.interrupted { _ = try await Self.post("open-originator", over: client, proxy) })
      #expect(role.received.count == 3)
      #expect(try await proxy.event()["rule"] == "lost".json)
      #expect(try await Self.post("open-originator", over: client, proxy).status == 200)
    }
  }

  @Test("a chosen answer is dropped although the role has done its work")
  func dropResponse() async throws {
    let rules = [Self.rule("lost", "response", typ: "answer", ["do": "drop".json])]
    try await run(rules) { (proxy, client, role) async throws in
      #expect(try await Self.interrupted { _ = try await Self.post("query", over: client, proxy) })
      #expect(role.received.count == 1)
      #expect(try await Self.post("query", over: client, proxy).headers["x-count"] == "2")
    }
  }

  @Test("a chosen request arrives twice and the second answer comes back")
  func duplicate() async throws {
    try await run([Self.rule("twice", "request", typ: "query", ["do": "duplicate".json])]) {
      (proxy, client, role) async throws in
      #expect(try await Self.post("query", over: client, proxy).headers["x-count"] == "2")
      #expect(role.received.count == 2 && role.received[0] == role.received[1])
    }
  }

  @Test("a hooked message waits until it is told to go on")
  func hook() async throws {
    try await run([Self.rule("stop", "request", typ: "query", occurrence: 0, ["do": "hook".json])]) {
      (proxy, client, role) async throws in
      async let first = Self.post("query", over: client, proxy)
      let event = try await proxy.event()
      #expect(event["event"] == "matched".json && event["rule"] == "stop".json && event["direction"] == "request".json)
      #expect(role.received.isEmpty)
      try proxy.command("continue")
      let status = try await first.status
      #expect(status == 200)

      async let second = Self.interrupted { _ = try await Self.post("query", over: client, proxy) }
      _ = try await proxy.event()
      try proxy.command(["do": "drop".json, "rule": "stop".json])
      let dropped = try await second
      #expect(dropped)
      #expect(role.received.count == 1)
    }
  }

  @Test("from a chosen message on nothing goes through, until restored")
  func refuse() async throws {
    try await run([Self.rule("dead", "request", typ: "query", ["do": "refuse".json])]) {
      (proxy, client, role) async throws in
      for kind in ["query", "order", "order"] {
        #expect(try await Self.interrupted { _ = try await Self.post(kind, over: client, proxy) })
      }
      #expect(role.received.isEmpty)
      for expected in ["matched", "refusing"] { #expect(try await proxy.event()["event"] == expected.json) }
      try proxy.command(["do": "restore".json])
      #expect(try await proxy.event()["event"] == "restored".json)
      #expect(try await Self.post("order", over: client, proxy).status == 200)
    }
  }

  @Test("delayed and slowed messages arrive whole")
  func slow() async throws {
    let rules = [
      Self.rule("late", "request", typ: "query", ["do": "delay".json, "milliseconds": 50.json]),
      Self.rule("thin", "response", path: "/content", ["bytesPerSecond": 20_000_000.json, "do": "slow".json]),
    ]
    try await run(rules) { (proxy, client, _) async throws in
      #expect(try await Self.post("query", over: client, proxy).status == 200)
      let reply = try await client.send(
        Request(.get, "/content"), to: proxy.address, largest: 4 << 20, within: Span(seconds: 20))
      #expect(reply.body.count == 3_000_000)
    }
  }

  @Test("commands that make no sense are answered with an error")
  func wrongCommands() async throws {
    try await run([]) { (proxy, _, _) async throws in
      for command in ["continue", "{}", "nonsense", #"{"do":"rules","rules":[{}]}"#] {
        try proxy.command(command)
        #expect(try await proxy.event()["event"] == "error".json)
      }
    }
  }

  @Test("a download goes on where the line was cut, twice")
  func cutDownload() async throws {
    let rules = [
      Self.rule("cut", "response", path: "/content", occurrence: 1, ["bytes": 1_000_003.json, "do": "cut".json]),
      Self.rule("cut again", "response", path: "/content", occurrence: 2, ["bytes": 7.json, "do": "cut".json]),
    ]
    try await run(rules) { (proxy, client, _) async throws in
      let file = FileManager.default.temporaryDirectory.appending(path: "semper-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      try await Download("/content", at: proxy.address, length: 3_000_000, to: file.path)
        .run(over: client, time: SystemTime())
      let whole = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 >> 8) })
      #expect(try Data(contentsOf: file) == whole)
      for name in ["cut", "cut again"] { #expect(try await proxy.event()["rule"] == name.json) }
    }
  }
}

import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperTesting
import Synchronization
import Testing

@Suite("What operators ask")
struct OperationTests {
  private struct Down: Error {}

  private static func get(_ path: String, _ client: HTTPClientTransport, _ address: Address) async throws
    -> ReceivedReply
  {
    try await client.send(Request(.get, path), to: address, largest: 1 << 20, within: Span(seconds: 20))
  }

  @Test("alive is not yet ready")
  func health() async throws {
    let archiveWorks = Mutex(false)
    let checks = [
      HealthCheck("clock") {},
      HealthCheck("archive") { if !archiveWorks.withLock({ $0 }) { throw Down() } },
    ]
    try await withServer([], checks: checks) { address in
      try await withClient { client in
        #expect(try await Self.get("/health/live", client, address).status == 200)
        let before = try await Self.get("/health/ready", client, address)
        #expect(before.status == 503)
        #expect(
          try CanonicalJSON.decode(before.body)
            == .fields(["checks": .fields(["archive": false.json, "clock": true.json]), "ready": false.json]))
        archiveWorks.withLock { $0 = true }
        #expect(try await Self.get("/health/ready", client, address).status == 200)
      }
    }
  }

  @Test("metrics count answers by route and status and name no id")
  func metrics() async throws {
    try await withServer(TransportRole.routes) { address in
      try await withClient { client in
        for path in ["/echo/secret-id", "/echo/secret-id", "/refuse/not-found", "/nowhere"] {
          _ = try await Self.get(path, client, address)
        }
        let text = String(decoding: try await Self.get("/metrics", client, address).body, as: UTF8.self)
        #expect(text.contains(#"semper_http_answers_total{method="GET",route="/echo/{id}",status="200"} 2"#))
        #expect(text.contains(#"semper_http_answers_total{method="GET",route="/refuse/{code}",status="404"} 1"#))
        #expect(text.contains(#"semper_http_answers_total{method="",route="none",status="404"} 1"#))
        #expect(text.contains(#"semper_http_seconds_bucket{method="GET",route="/echo/{id}",le="+Inf"} 2"#))
        #expect(!text.contains("secret-id") && !text.contains("nowhere"))
      }
    }
  }

  @Test("the description lists exactly what is answered")
  func openAPI() async throws {
    let routes = TransportRole.routes.filter { !["/wait", "/content/broken"].contains($0.pattern) }
    try await withServer(routes) { address in
      try await withClient { client in
        let description = try CanonicalJSON.decode(try await Self.get("/openapi.json", client, address).body)
        #expect(description["openapi"] == "3.1.0".json)
        let paths = try #require(description["paths"]?.object).members
        #expect(
          Set(paths.map(\.name))
            == Set(routes.map(\.pattern) + ["/health/live", "/health/ready", "/metrics", "/openapi.json"]))
        for path in paths {
          let concrete = path.name.replacing("{id}", with: "x").replacing("{code}", with: "expired")
          for (method, word) in [(Request.Method.get, "get"), (.post, "post")] {
            let reply = try await client.send(
              Request(method, concrete), to: address, largest: 4 << 20, within: Span(seconds: 20))
            if path.value[word] == nil {
              #expect(reply.status == 405, "\(word) \(path.name) is not described")
            } else {
              #expect(![404, 405].contains(reply.status), "\(word) \(path.name) is described")
            }
          }
        }
        #expect(try await Self.get("/not/described", client, address).status == 404)
      }
    }
  }

  @Test("a page carries what keeps browsers from harm")
  func pages() async throws {
    let page = Route(.get, "/page", summary: "A page.") { _, _ in
      Reply(contentType: "text/html; charset=utf-8", body: .bytes(Array("<p>hello".utf8)))
    }
    try await withServer([page]) { address in
      try await withClient { client in
        let reply = try await Self.get("/page", client, address)
        let policy = try #require(reply.headers["content-security-policy"])
        for part in [
          "default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
        ] {
          #expect(policy.contains(part))
        }
        #expect(reply.headers["x-content-type-options"] == "nosniff")
        #expect(reply.headers["referrer-policy"] == "no-referrer")
        #expect(reply.headers["cache-control"] == "no-store" && reply.headers["server"] == nil)
      }
    }
  }
}

import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import Testing

@Suite("A server bears only so much")
struct LimitTests {
  private static func note(_ limits: RouteLimits) -> [Route] {
    [
      Route(.post, "/notes", summary: "A note.", limits: limits) { request, _ in
        Reply(contentType: "text/plain", body: .bytes(Array("note of \(request.body.count)".utf8)))
      },
      Route(.get, "/slow", summary: "Longer than its time.", limits: limits) { _, _ in
        try await Task.sleep(for: .seconds(3600))
        return .json("slept")
      },
      Route(.get, "/deaf", summary: "Longer than its time, and does not hear.", limits: limits) { _, _ in
        let (never, end) = AsyncStream.makeStream(of: Void.self)
        await Task { for await _ in never {} }.value
        withExtendedLifetime(end) {}
        return .json("never")
      },
    ]
  }

  @Test("a chunked body beyond the limit is 413 before it ends")
  func chunkedBody() async throws {
    try await withServer(Self.note(RouteLimits(body: 100))) { address in
      let socket = try await RawSocket.connect(to: address)
      try await socket.send("POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n")
      try await socket.send("80\r\n\(String(repeating: "a", count: 128))\r\n")
      let answer = try await socket.receive(until: "\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 413") && answer.lowercased().contains("connection: close"))
    }
  }

  @Test("bytes of the body do not renew the time: 408, then closed")
  func slowBody() async throws {
    try await withServer(Self.note(RouteLimits(time: Span(seconds: 1)))) { address in
      let socket = try await RawSocket.connect(to: address)
      try await socket.send("POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\n")
      let trickle = Task {
        while !Task.isCancelled {
          try await socket.send("a")
          try await Task.sleep(for: .milliseconds(50))
        }
      }
      let answer = try await socket.receiveAll()
      trickle.cancel()
      #expect(answer.hasPrefix("HTTP/1.1 408") && answer.contains("application/problem+json"), "\(answer)")
    }
  }

  @Test("a handler beyond its time is cancelled: 503")
  func slowHandler() async throws {
    try await withServer(Self.note(RouteLimits(time: Span(seconds: 1)))) { address in
      try await withClient { client in
        let reply = try await client.send(
          Request(.get, "/slow"), to: address, largest: 1000, within: Span(seconds: 20))
        #expect(reply.status == 503 && Refusal(reply)?.code == .unavailable)
      }
    }
  }

  @Test("a connection whose head never ends is closed")
  func slowHead() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.idleSeconds = 1
    try await withServer(Self.note(RouteLimits()), configuration) { address in
      let socket = try await RawSocket.connect(to: address)
      let trickle = Task {
        try await socket.send("GET /slow HTTP/1.1\r\n")
        while !Task.isCancelled {
          try await socket.send("x: y\r\n")
          try await Task.sleep(for: .milliseconds(100))
        }
      }
      #expect(try await socket.receiveAll().isEmpty)
      trickle.cancel()
    }
  }

  @Test("who asks too often gets 429 and when to ask again")
  func rate() async throws {
    try await withServer(Self.note(RouteLimits(perSecond: 1))) { address in
      try await withClient { client in
        var replies: [ReceivedReply] = []
        for _ in 0..<50 {
          replies.append(
            try await client.send(Request(.post, "/notes"), to: address, largest: 1000, within: Span(seconds: 20)))
        }
        #expect(replies[0].status == 200 && replies[1].status == 200)
        let refused = try #require(replies.first { $0.status != 200 })
        #expect(refused.status == 429 && Refusal(refused)?.code == .overloaded && refused.headers["retry-after"] == "1")
      }
    }
  }

  @Test("beyond the most connections nobody is answered until one closes")
  func connections() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.mostConnections = 2
    try await withServer(Self.note(RouteLimits()), configuration) { address in
      let ask = "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n"
      let first = try await RawSocket.connect(to: address)
      let second = try await RawSocket.connect(to: address)
      for socket in [first, second] {
        try await socket.send(ask)
        _ = try await socket.receive(until: "note of 0")
      }
      let third = try await RawSocket.connect(to: address)
      try await third.send(ask)
      first.close()
      #expect(try await third.receive(until: "note of 0").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test("off loopback plain HTTP is not served")
  func plainHTTP() throws {
    for host in ["0.0.0.0", "192.168.1.2", "shop.example", "::"] {
      #expect(throws: HTTPError.self) {
        try HTTPServer(
          "test", routes: [], configuration: HTTPServerConfiguration(host: host), logger: .init(label: "test"))
      }
    }
  }
}

import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import Testing

/// Bytes that no HTTP client would send, over real sockets.
@Suite("Requests that are not as they should be")
struct RawRequestTests {
  static let routes: [Route] = [
    Route(.get, "/files/{name}", summary: "Whatever is asked for.") { _, parameters in
      Reply(contentType: "text/plain", body: .bytes(Array("file \(try parameters.value("name"))".utf8)))
    },
    Route(.post, "/notes", summary: "A note.", limits: RouteLimits(body: 100)) { request, _ in
      Reply(contentType: "text/plain", body: .bytes(Array("note of \(request.body.count)".utf8)))
    },
  ]

  static let wrong: [String: String] = [
    "both lengths":
      "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "lengths the other way round":
      "POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n",
    "two content lengths": "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
    "a list of content lengths": "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 5, 5\r\n\r\nabcde",
    "a negative content length": "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\nabcde",
    "a content length beyond 64 bits":
      "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999999999999\r\n\r\nabcde",
    "a negative chunk": "POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n",
    "a chunk beyond 64 bits":
      "POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nabcde\r\n0\r\n\r\n",
    "another transfer encoding":
      "POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
    "a NUL in the path": "GET /files/a\u{0}b HTTP/1.1\r\nhost: a\r\n\r\n",
    "a NUL in a field": "GET /files/a HTTP/1.1\r\nhost: a\r\nx: a\u{0}b\r\n\r\n",
    "a bare CR in a field": "GET /files/a HTTP/1.1\r\nhost: a\r\nx: a\rb: c\r\n\r\n",
    "a folded field": "GET /files/a HTTP/1.1\r\nhost: a\r\nx: a\r\n b\r\n\r\n",
    "a space before the colon": "GET /files/a HTTP/1.1\r\nhost: a\r\nx : a\r\n\r\n",
    "CR LF in the path": "GET /files/a%0d%0aset-cookie:b HTTP/1.1\r\nhost: a\r\n\r\n",
    "a path that climbs": "GET /files/../../etc/passwd HTTP/1.1\r\nhost: a\r\n\r\n",
    "a path that climbs in disguise": "GET /files/%2e%2e%2fetc HTTP/1.1\r\nhost: a\r\n\r\n",
    "a backslash": "GET /files/..\\etc HTTP/1.1\r\nhost: a\r\n\r\n",
    "a star": "OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n",
    "a tunnel": "CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: a\r\n\r\n",
    "a trace": "TRACE /files/a HTTP/1.1\r\nhost: a\r\n\r\n",
    "an unknown method": "DELETE /files/a HTTP/1.1\r\nhost: a\r\n\r\n",
    "no host": "GET /files/a HTTP/1.1\r\n\r\n",
    "two hosts": "GET /files/a HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
    "an encoded body":
      "POST /notes HTTP/1.1\r\nhost: a\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nabcde",
    "a query with one name twice": "GET /files/a?x=1&x=2 HTTP/1.1\r\nhost: a\r\n\r\n",
    "a version that does not exist": "GET /files/a HTTP/9.9\r\nhost: a\r\n\r\n",
    "no HTTP at all": "\u{16}\u{3}\u{1}hello\r\n\r\n",
    "65 fields": "GET /files/a HTTP/1.1\r\nhost: a\r\n" + String(repeating: "x: y\r\n", count: 64) + "\r\n",
    "a field of 17 KiB": "GET /files/a HTTP/1.1\r\nhost: a\r\nx: \(String(repeating: "y", count: 17 << 10))\r\n\r\n",
    "fields of 17 KiB together":
      "GET /files/a HTTP/1.1\r\nhost: a\r\n"
      + String(repeating: "x: \(String(repeating: "y", count: 1020))\r\n", count: 17) + "\r\n",
    "an idempotency key with a space": "GET /files/a HTTP/1.1\r\nhost: a\r\nidempotency-key: a b\r\n\r\n",
  ]

  /// Each is refused with a 4xx and a closed connection, or the connection is just closed; never answered 200.
  @Test(arguments: wrong.keys.sorted())
  func isRefused(_ name: String) async throws {
    let bytes = try #require(Self.wrong[name])
    try await withServer(Self.routes) { address in
      let socket = try await RawSocket.connect(to: address)
      try await socket.send(bytes)
      try? await socket.send("GET /files/last HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      let answers = try await socket.receiveAll()
      let first = answers.prefix { $0 != "\r\n" }
      #expect(first.isEmpty || first.hasPrefix("HTTP/1.1 4"), "\(name): \(answers.prefix(200))")
      #expect(!answers.contains("note of") && !answers.contains("file a"), "\(name) was carried out")
      #expect(!answers.lowercased().contains("\r\nserver:"), "no banner")
    }
  }

  @Test("what looks odd and is right is answered")
  func isAnswered() async throws {
    try await withServer(Self.routes) { address in
      for (bytes, answer) in [
        ("GET /files/a HTTP/1.1\r\nHOST: a\r\nconnection: close\r\n\r\n", "file a"),
        // RFC 9112 section 3.2.2 wants this accepted; only its path counts.
        ("GET http://elsewhere.example/files/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "file a"),
        ("GET /files/..a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "file ..a"),
        (
          "POST /notes HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
            + "5;x=y\r\nabcde\r\n0\r\n\r\n",
          "note of 5"
        ),
        (
          "GET /files/a HTTP/1.1\r\nhost: a\r\n\r\nGET /files/b HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
          "file b"
        ),
      ] {
        let socket = try await RawSocket.connect(to: address)
        try await socket.send(bytes)
        let answers = try await socket.receiveAll()
        #expect(answers.hasPrefix("HTTP/1.1 200") && answers.hasSuffix(answer), "\(answers)")
      }
    }
  }

  @Test("HEAD tells about a page and sends none")
  func head() async throws {
    try await withServer(Self.routes) { address in
      let socket = try await RawSocket.connect(to: address)
      try await socket.send("HEAD /files/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      let answer = try await socket.receiveAll().lowercased()
      #expect(answer.hasPrefix("http/1.1 200") && answer.contains("content-length: 6\r\n"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test("an expected continue is given only when the body may come")
  func expectContinue() async throws {
    try await withServer(Self.routes) { address in
      let welcome = try await RawSocket.connect(to: address)
      try await welcome.send(
        "POST /notes HTTP/1.1\r\nhost: a\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n")
      _ = try await welcome.receive(until: "100 Continue")
      try await welcome.send("abcde")
      #expect(try await welcome.receiveAll().hasSuffix("note of 5"))

      let unwelcome = try await RawSocket.connect(to: address)
      try await unwelcome.send("POST /notes HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 500\r\n\r\n")
      #expect(try await unwelcome.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 413"))
    }
  }
}

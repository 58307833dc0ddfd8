import SemperCoding
import SemperCommunication
import SemperModel

extension TransportConformance {
  static let requests: [TransportConformance] = [
    TransportConformance("every part of a request arrives") { probe in
      let body = (0..<256).map { UInt8($0) }
      let reply = try await probe.send(
        Request(
          .post, "/echo/a~b-C_9", query: ["after": "7", "q": "ä & b=+%"], contentType: "application/json", body: body,
          idempotencyKey: "key-1", range: ByteRange(first: 3, last: 9), acceptLanguage: "de, en;q=0.5"))
      let echo = try CanonicalJSON.decode(reply.body)
      try expect(reply.status == 200 && reply.contentType == "application/json", "the answer is 200 with JSON")
      try expect(
        echo
          == .fields([
            "body": ByteString(body).json, "id": "a~b-C_9".json, "key": "key-1".json, "language": "de, en;q=0.5".json,
            "method": "POST".json, "path": "/echo/a~b-C_9".json,
            "query": .fields(["after": "7".json, "q": "ä & b=+%".json]), "range": [3, 9].json,
            "type": "application/json".json,
          ]), "the request arrives as it was sent, but arrived as \(echo)")
    },
    TransportConformance("a literal segment wins over a part") { probe in
      let reply = try await probe.send(Request(.get, "/echo/me"))
      try expect(reply.body == "literal".canonicalBytes, "/echo/me is the literal route")
    },
    TransportConformance("a hundred requests at once are all answered") { probe in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
          group.addTask {
            let reply = try await probe.send(Request(.get, "/echo/n\(number)"))
            return try CanonicalJSON.decode(reply.body)["id"] == "n\(number)".json
          }
        }
        for try await own in group { try expect(own, "each request gets its own answer") }
      }
    },
    TransportConformance("a redirection is handed back and not followed") { probe in
      let reply = try await probe.send(Request(.get, "/moved"))
      try expect(reply.status == 303 && reply.headers["location"] == "/echo/elsewhere", "303 comes back as it is")
    },
    TransportConformance("a cancelled request ends") { probe in
      let (began, begin) = AsyncStream.makeStream(of: Void.self)
      let work = Task {
        begin.finish()
        _ = try await probe.transport.send(
          Request(.get, "/wait"), to: probe.address, largest: 100, within: Span(seconds: 60))
      }
      for await _ in began {}
      work.cancel()
      switch await work.result {
      case .success: break
      case .failure(let error): try expect(error is CancellationError, "it ends by cancellation, not by \(error)")
      }
    },
  ]
}

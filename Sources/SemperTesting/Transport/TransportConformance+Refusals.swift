import SemperCommunication
import SemperModel

extension TransportConformance {
  static let refusals: [TransportConformance] = [
    TransportConformance("every refusal arrives as it was thrown") { probe in
      for code in RefusalCode.allCases {
        let reply = try await probe.send(Request(.get, "/refuse/\(code.rawValue)"))
        try expect(reply.status == code.status, "\(code) has its status and not \(reply.status)")
        try expect(
          Refusal(reply) == Refusal(code, blame: .provider, "as asked: \(code.rawValue)"), "\(code) can be read back")
        try expect((reply.headers["retry-after"] != nil) == code.isPassing, "\(code) says whether to ask again")
      }
    },
    TransportConformance("an error from inside is 500 without internals") { probe in
      let reply = try await probe.send(Request(.get, "/fail"))
      try expect(reply.status == 500 && Refusal(reply)?.code == .unavailable, "it is a problem with status 500")
      try expect(!String(decoding: reply.body, as: UTF8.self).contains("inner-secret"), "nothing from inside is told")
    },
    TransportConformance("an unknown path is 404") { probe in
      for path in ["/", "/nothing", "/echo", "/echo/a/b", "/content/"] {
        let reply = try await probe.send(Request(.get, path))
        try expect([400, 404].contains(reply.status) && Refusal(reply) != nil, "\(path) is a problem")
      }
    },
    TransportConformance("a wrong method is 405 and says which are right") { probe in
      let reply = try await probe.send(Request(.post, "/content"))
      try expect(reply.status == 405 && reply.headers["allow"] == "GET, HEAD", "POST /content is refused")
    },
    TransportConformance("a path with two spellings is 400") { probe in
      for path in ["/echo/%61", "/echo/a%2Fb", "/echo//a", "/./echo/a", "/../echo/a"] {
        let reply = try await probe.send(Request(.get, path))
        try expect(reply.status == 400 && Refusal(reply)?.code == .malformed, "\(path) is malformed")
      }
    },
    TransportConformance("a body beyond the limit is 413") { probe in
      let fits = try await probe.send(Request(.post, "/echo/a", body: [UInt8](repeating: 7, count: 1000)))
      try expect(fits.status == 200, "a body as long as the limit passes")
      for size in [1001, 300_000] {
        let reply = try await probe.send(Request(.post, "/echo/a", body: [UInt8](repeating: 7, count: size)))
        try expect(reply.status == 413 && Refusal(reply)?.code == .tooLarge, "\(size) bytes are too many")
      }
    },
    TransportConformance("an address where nobody listens is unreachable") { probe in
      // Port 1 (tcpmux) is served by nobody.
      let nowhere = try Address("http://127.0.0.1:1")
      try await expectTransportError(.unreachable, "a request to nobody") {
        _ = try await probe.transport.send(
          Request(.get, "/"), to: nowhere, largest: 10, within: Span(seconds: 20))
      }
    },
  ]
}

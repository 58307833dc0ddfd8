import SemperCoding
import SemperCommunication
import SemperModel

/// Uploads of bytes to a server that takes them and says so: nothing is signed, sealed or kept.
struct UploadLoad {
  let bytes: Int
  let client: any Transport

  func run(uploads: Int, callers: Int) async throws -> TransferRound {
    let limits = RouteLimits(body: 4 << 20, time: Span(seconds: 60))
    let route = Route(.post, "/uploads", summary: "Takes bytes.", limits: limits) { request, _ in
      .json(JSON.fields(["bytes": request.body.count.json]))
    }
    return try await LoopbackServer.with("Benchmark uploads", [route]) { address in
      let transport = CountingTransport(client)
      let request = Request(
        .post, "/uploads", contentType: "application/octet-stream", body: [UInt8](repeating: 0x61, count: bytes))
      return try await TransferRound.timed(uploads, callers: callers, over: transport) { _ in
        let reply = try await transport.send(request, to: address, largest: 1 << 10, within: Span(seconds: 60))
        guard reply.status == 200 else { throw BenchmarkError("an upload was answered with \(reply.status)") }
      }
    }
  }
}

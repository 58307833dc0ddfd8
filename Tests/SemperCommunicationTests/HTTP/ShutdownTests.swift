import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperTesting
import ServiceLifecycle
import Testing

@Suite("A server stops gracefully")
struct ShutdownTests {
  /// Opened once, from outside.
  private final class Latch: Sendable {
    private let stream: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation
    init() { (stream, end) = AsyncStream.makeStream(of: Void.self) }
    func open() { end.finish() }
    func wait() async { for await _ in stream {} }
  }

  @Test("a request under way is finished, a new connection is not accepted")
  func inFlight() async throws {
    let (arrived, goOn) = (Latch(), Latch())
    let routes = [
      Route(.post, "/work", summary: "Takes its time.") { _, _ in
        arrived.open()
        await goOn.wait()
        return .json("done")
      }
    ]
    try await withServerGroup(routes) { address, group in
      try await withClient { client in
        async let reply = client.send(
          Request(.post, "/work"), to: address, largest: 100, within: Span(seconds: 20))
        await arrived.wait()
        await group.triggerGracefulShutdown()
        // Accepting ends some time after the signal; from then on nobody answers.
        while let socket = try? await RawSocket.connect(to: address) {
          socket.close()
          await Task.yield()
        }
        goOn.open()
        let done = try await reply
        #expect(done.status == 200 && done.body == "done".canonicalBytes)
        #expect(done.headers["connection"] == "close")
      }
    }
  }

  @Test("a long poll ends early with what it has")
  func longPoll() async throws {
    let arrived = Latch()
    let routes = [
      Route(
        .get, "/news", summary: "Waits for news.", limits: RouteLimits(time: Span(seconds: 600), waits: true)
      ) { _, _ in
        arrived.open()
        await withTaskCancellationHandler {
          await Latch().wait()
        } onCancel: {
        }
        return .json("nothing new")
      }
    ]
    try await withServerGroup(routes) { address, group in
      try await withClient { client in
        async let reply = client.send(Request(.get, "/news"), to: address, largest: 100, within: Span(seconds: 60))
        await arrived.wait()
        await group.triggerGracefulShutdown()
        let body = try await reply.body
        #expect(body == "nothing new".canonicalBytes)
      }
    }
  }

  @Test("what does not finish in time is cut off")
  func cutOff() async throws {
    let arrived = Latch()
    let routes = [
      Route(.get, "/endless", summary: "Sends without end.", limits: RouteLimits(time: Span(seconds: 600))) { _, _ in
        let zeros = [UInt8](repeating: 0, count: 1000)
        return Reply(
          contentType: "application/octet-stream",
          body: .stream(
            length: 1 << 40,
            AsyncThrowingStream {
              arrived.open()
              try await Task.sleep(for: .milliseconds(5))
              return zeros
            }))
      }
    ]
    var configuration = HTTPServerConfiguration()
    configuration.stopSeconds = 0
    try await withServerGroup(routes, configuration) { address, group in
      try await withClient { client in
        let work = Task {
          try await client.stream(
            Request(.get, "/endless"), to: address, largest: 1 << 41, within: Span(seconds: 20), { _ in })
        }
        await arrived.wait()
        await group.triggerGracefulShutdown()
        await #expect(throws: TransportError.self) { try await work.value }
      }
    }
  }
}

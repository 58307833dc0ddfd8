import SemperCommunication
import SemperModel
import Synchronization

/// A transport, the role it reaches, and short ways to ask and to check.
struct TransportProbe: Sendable {
  let transport: any Transport
  let address: Address

  func send(_ request: Request, largest: Int = 1 << 20) async throws -> ReceivedReply {
    try await transport.send(request, to: address, largest: largest, within: Span(seconds: 20))
  }

  /// The streamed answer with all its pieces together.
  func stream(_ request: Request, largest: Int = 64 << 20) async throws -> (ReceivedReply, [UInt8]) {
    let collected = Mutex<[UInt8]>([])
    let reply = try await transport.stream(
      request, to: address, largest: largest, within: Span(seconds: 20),
      head: { head in
        try expect(head.body.isEmpty && collected.withLock(\.isEmpty), "the head comes before the first piece")
      },
      { piece in collected.withLock { $0 += piece } })
    return (reply, collected.withLock { $0 })
  }
}

func expect(_ holds: Bool, _ what: String) throws {
  guard holds else { throw TransportConformance.Failure(description: "it does not hold that \(what)") }
}

func expectTransportError(
  _ code: TransportError.Code, _ what: String, _ body: () async throws -> Void
) async throws {
  do {
    try await body()
  } catch let error as TransportError where error.code == code {
    return
  } catch {
    throw TransportConformance.Failure(description: "\(what) failed otherwise: \(error)")
  }
  throw TransportConformance.Failure(description: "\(what) went through")
}

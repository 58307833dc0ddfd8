import SemperCommunication
import SemperModel
import Synchronization

extension TransportConformance {
  private struct Own: Error {}

  static let bodies: [TransportConformance] = [
    TransportConformance("a long answer comes whole, in pieces and at once") { probe in
      let whole = TransportRole.content(0, TransportRole.length)
      let (reply, streamed) = try await probe.stream(Request(.get, "/content"))
      try expect(reply.status == 200 && reply.headers["accept-ranges"] == "bytes", "the answer is 200 and has ranges")
      try expect(streamed == whole, "the pieces are the content")
      let collected = try await probe.send(Request(.get, "/content"), largest: TransportRole.length)
      try expect(collected.body == whole, "the collected body is the content")
    },
    TransportConformance("an answer beyond what is accepted is refused") { probe in
      try await expectTransportError(.tooLarge, "a collected answer one byte too long") {
        _ = try await probe.send(Request(.get, "/content"), largest: TransportRole.length - 1)
      }
      try await expectTransportError(.tooLarge, "a streamed answer one byte too long") {
        _ = try await probe.stream(Request(.get, "/content"), largest: TransportRole.length - 1)
      }
    },
    TransportConformance("ranges are exact") { probe in
      let total = TransportRole.length
      for (range, first, last) in [
        (ByteRange(first: 0, last: 0), 0, 0), (ByteRange(first: 1, last: 100_000), 1, 100_000),
        (ByteRange(first: total - 1), total - 1, total - 1), (ByteRange(first: 9, last: total + 5), 9, total - 1),
      ] {
        let (reply, bytes) = try await probe.stream(Request(.get, "/content", range: range))
        try expect(reply.status == 206, "\(range) is 206")
        try expect(reply.headers["content-range"] == "bytes \(first)-\(last)/\(total)", "\(range) says what it is")
        try expect(bytes == TransportRole.content(first, last - first + 1), "\(range) holds those bytes")
      }
    },
    TransportConformance("a range outside is 416 and not streamed") { probe in
      let (reply, bytes) = try await probe.stream(
        Request(.get, "/content", range: ByteRange(first: TransportRole.length)))
      try expect(reply.status == 416 && bytes.isEmpty, "the range is refused")
      try expect(reply.headers["content-range"] == "bytes */\(TransportRole.length)", "it says how much there is")
    },
    TransportConformance("a refusal comes whole where a stream was asked for") { probe in
      let (reply, bytes) = try await probe.stream(Request(.get, "/refuse/double-spend"))
      try expect(bytes.isEmpty && Refusal(reply)?.code == .doubleSpend, "the refusal can be read")
    },
    TransportConformance("an answer that breaks off is interrupted") { probe in
      try await expectTransportError(.interrupted, "a streamed answer that breaks off") {
        _ = try await probe.stream(Request(.get, "/content/broken"))
      }
      try await expectTransportError(.interrupted, "a collected answer that breaks off") {
        _ = try await probe.send(Request(.get, "/content/broken"), largest: 64 << 20)
      }
    },
    TransportConformance("what the receiver throws comes back as it is") { probe in
      for atHead in [true, false] {
        do {
          _ = try await probe.transport.stream(
            Request(.get, "/content"), to: probe.address, largest: 64 << 20, within: Span(seconds: 20),
            head: { _ in if atHead { throw Own() } }, { _ in throw Own() })
        } catch is Own {
          continue
        }
        throw Failure(description: "the receiver's error got lost")
      }
    },
  ]
}

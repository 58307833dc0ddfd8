import SemperCryptography
import SemperModel
import Testing

@testable import SemperStatements

/// Producer and recipient with their files, over every place at which either can be interrupted.
@Suite struct StreamFileTests {
  private static let chunk = StreamHeader.chunkSize

  @Test func aProducerGoesOnWhereItsFileEndsAndSealsNoPlaceTwice() throws {
    let broadcast = try Broadcast(length: 3 * Self.chunk + 50)
    let place = try Workplace()
    let path = place["stream"]
    var whole = try StreamRecording(at: place["whole"], header: broadcast.header, key: broadcast.key)
    try whole.append(broadcast.content)
    _ = try whole.finish()
    #expect(try place.read("whole") == broadcast.bytes)
    let frame = broadcast.frames[0].count
    for cut in [0, 1, frame - 1, frame, frame + 1, 3 * frame, broadcast.bytes.count - 1, broadcast.bytes.count] {
      try place.write(Array(broadcast.bytes[..<cut]), to: "stream")
      var recording = try StreamRecording(at: path, header: broadcast.header, key: broadcast.key)
      if recording.end == nil {
        #expect(recording.contentLength == Int64(cut / frame * Self.chunk))
        try recording.append(broadcast.content[Int(recording.contentLength)...])
        #expect(try recording.finish() == broadcast.end.content)
      }
      #expect(recording.end == broadcast.end.content)
      #expect(try place.read("stream") == broadcast.bytes)
    }
  }

  /// A producer may have less to say after a restart than it had before: nothing of the torn frame stays behind the end.
  @Test func aTornFrameIsForgottenAlsoWhenTheStreamEndsEarlier() throws {
    let broadcast = try Broadcast(length: 3 * Self.chunk)
    let place = try Workplace()
    let frame = broadcast.frames[0].count
    try place.write(Array(broadcast.bytes[..<(2 * frame - 10)]), to: "stream")
    var recording = try StreamRecording(at: place["stream"], header: broadcast.header, key: broadcast.key)
    let end = try VerifiedStatement(signing: recording.finish(), with: [broadcast.producer])
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    var opened = [UInt8]()
    try opener.receive(place.read("stream")) { opened += $0 }
    try opener.finish(end)
    #expect(opened == Array(broadcast.content[..<Self.chunk]))
  }

  @Test func onlyWhatIsOnTheDiskMayLeave() throws {
    let broadcast = try Broadcast(length: 2 * Self.chunk)
    let place = try Workplace()
    var recording = try StreamRecording(at: place["stream"], header: broadcast.header, key: broadcast.key)
    try recording.append(broadcast.content[..<Self.chunk])
    // A full chunk is not yet known not to be the last.
    #expect(recording.durable == 0)
    #expect(try recording.read(at: 0, count: 100).isEmpty)
    try recording.append(broadcast.content[Self.chunk...])
    #expect(recording.durable == Int64(broadcast.frames[0].count))
    #expect(try recording.read(at: 10, count: 1 << 20) == Array(broadcast.frames[0][10...]))
  }

  @Test func anotherStreamsFileIsNotTouched() throws {
    let broadcast = try Broadcast(length: 70_000)
    let other = try Broadcast(length: 70_000, seed: 2)
    let place = try Workplace()
    try place.write(other.bytes, to: "stream")
    #expect(throws: StatementsError.self) {
      _ = try StreamRecording(at: place["stream"], header: broadcast.header, key: broadcast.key)
    }
    #expect(throws: Refusal.self) {
      _ = try PartialStream(at: place["stream"], header: broadcast.header, key: broadcast.key) { _ in }
    }
    #expect(try place.read("stream") == other.bytes)
  }

  @Test func aRecipientGoesOnAfterEveryInterruption() throws {
    let broadcast = try Broadcast(length: 2 * Self.chunk + 50)
    let place = try Workplace()
    var opened = [UInt8]()
    var offset = 0
    while true {
      opened = []
      var partial = try PartialStream(at: place["stream"], header: broadcast.header, key: broadcast.key) {
        opened += $0
      }
      #expect(partial.received == Int64(offset))
      guard !partial.hasEnded else {
        try partial.finish(broadcast.end)
        break
      }
      #expect(throws: Refusal.self) { try partial.finish(broadcast.end) }
      let next = min(offset + 33_333, broadcast.bytes.count)
      try partial.append(Array(broadcast.bytes[offset..<next])) { opened += $0 }
      offset = next
    }
    #expect(opened == broadcast.content)
  }

  @Test func badBytesAreNotKept() throws {
    let broadcast = try Broadcast(length: 2 * Self.chunk)
    let place = try Workplace()
    do {
      var partial = try PartialStream(at: place["stream"], header: broadcast.header, key: broadcast.key) { _ in }
      try partial.append(broadcast.frames[0]) { _ in }
      do {
        try partial.append(broadcast.frames[0]) { _ in }
        Issue.record("a repeated chunk was taken")
      } catch is Refusal {}
    }
    var partial = try PartialStream(at: place["stream"], header: broadcast.header, key: broadcast.key) { _ in }
    #expect(partial.received == Int64(broadcast.frames[0].count))
    try partial.append(broadcast.frames[1]) { _ in }
    try partial.finish(broadcast.end)
  }
}

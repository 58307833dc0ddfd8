import Foundation
import SemperCryptography
import SemperModel
import SemperStatements
import Testing

/// A stream that is received before its key is known.
@Suite struct SealedStreamTests {
  private let header: StreamHeader
  private let key: StreamKey
  private let file = FileManager.default.temporaryDirectory.path + "/semper-sealed-\(UUID().uuidString)"

  init() throws {
    var numbers = SystemRandomNumberGenerator()
    key = StreamKey(using: &numbers)
    header = StreamHeader(
      producer: SigningKey().publicKey, mediaType: try MediaType("audio/wav"), key: key, nonce: Nonce(using: &numbers))
  }

  private func sealed(_ count: Int) throws -> [UInt8] {
    var sealer = StreamSealer(header: header, key: key)
    let frames = try sealer.append([UInt8](repeating: 7, count: count))
    return frames + (try sealer.finish().frames)
  }

  @Test func itKnowsItsEndWithoutItsKey() throws {
    defer { try? FileManager.default.removeItem(atPath: file) }
    let frames = try sealed(150_000)
    for cut in [1, 70_000, frames.count - 1] {
      try? FileManager.default.removeItem(atPath: file)
      do {
        var stream = try SealedStream(at: file, longest: 150_000)
        try stream.append(Array(frames[..<cut]))
        let (ended, received) = (stream.hasEnded, stream.received)
        #expect(!ended && received == Int64(cut))
      }
      // After a restart it goes on where it stopped, in the middle of a frame too.
      var stream = try SealedStream(at: file, longest: 150_000)
      let received = stream.received
      #expect(received == Int64(cut))
      try stream.append(Array(frames[cut...]))
      let ended = stream.hasEnded
      #expect(ended)
      var opened = [UInt8]()
      _ = try PartialStream(at: file, header: header, key: key) { opened += $0 }
      #expect(opened.count == 150_000)
    }
  }

  @Test func moreThanIsWantedIsRefusedAndNotKept() throws {
    defer { try? FileManager.default.removeItem(atPath: file) }
    let frames = try sealed(150_000)
    var stream = try SealedStream(at: file, longest: 149_999)
    for bad in [frames, [9, 9, 9, 9, 9, 9]] {
      do {
        try stream.append(bad)
        Issue.record("it is taken")
      } catch { #expect(error is Refusal) }
    }
    let (ended, received) = (stream.hasEnded, stream.received)
    #expect(received == 0 && !ended)
    let length = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(length == 0)
  }
}

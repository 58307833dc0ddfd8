import SemperCoding
import SemperCryptography
import SemperModel

@testable import SemperStatements

/// A stream and its frames, for tests that cut and mix them.
struct Broadcast {
  let producer = SigningKey(.ed25519)
  let header: StreamHeader
  let key: StreamKey
  let content: [UInt8]
  let frames: [[UInt8]]
  let end: VerifiedStatement<StreamEnd>

  init(length: Int, seed: UInt64 = 1, pieces: Int = 10_000) throws {
    var numbers = SeededGenerator(seed)
    key = StreamKey(using: &numbers)
    header = StreamHeader(
      producer: producer.publicKey, mediaType: try MediaType("video/mp4"), key: key, nonce: Nonce(using: &numbers))
    content = numbers.bytes(length)
    var sealer = StreamSealer(header: header, key: key)
    var bytes = [UInt8]()
    var rest = content[...]
    while !rest.isEmpty {
      bytes += try sealer.append(rest.prefix(pieces))
      rest = rest.dropFirst(pieces)
    }
    let last = try sealer.finish()
    bytes += last.frames
    frames = Self.cut(bytes)
    end = try VerifiedStatement(signing: last.end, with: [producer])
  }

  var bytes: [UInt8] { Array(frames.joined()) }

  static func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    var frames = [[UInt8]]()
    var rest = bytes[...]
    while !rest.isEmpty {
      let start = rest.startIndex
      let count = rest[(start + 1)..<(start + 5)].reduce(0) { $0 << 8 | Int($1) }
      frames.append(Array(rest.prefix(5 + count)))
      rest = rest.dropFirst(5 + count)
    }
    return frames
  }

  /// What a recipient gets of these bytes, or throws.
  func open(_ bytes: [UInt8], pieces: Int = 7_777) throws -> [UInt8] {
    var opener = try StreamOpener(header: header, key: key)
    var opened = [UInt8]()
    var rest = bytes[...]
    while !rest.isEmpty {
      try opener.receive(rest.prefix(pieces)) { opened += $0 }
      rest = rest.dropFirst(pieces)
    }
    try opener.finish(end)
    return opened
  }
}

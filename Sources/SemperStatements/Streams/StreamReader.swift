import SemperCryptography
import SemperModel

/// Cuts bytes that arrive in pieces of any size into frames. Holds one frame at most.
struct StreamReader: Sendable {
  private var buffer: [UInt8] = []
  private(set) var hasEnded = false
  /// Bytes of complete frames.
  private(set) var consumed: Int64 = 0

  /// What is there of a frame that is not complete.
  var rest: Int { buffer.count }

  /// Refuses with `malformed` what is no frame, and with `tooLarge` bytes after the last one.
  mutating func read(
    _ piece: some Collection<UInt8>, each: (_ sealed: [UInt8], _ isLast: Bool) throws -> Void
  ) throws {
    var rest = piece[...]
    while !rest.isEmpty {
      guard !hasEnded else {
        throw Refusal(.tooLarge, blame: .peer, "there are bytes after the last chunk of the stream")
      }
      fill(to: StreamFrame.headSize, from: &rest)
      guard buffer.count >= StreamFrame.headSize else { return }
      let (isLast, count) = try StreamFrame.parse(buffer[..<StreamFrame.headSize])
      fill(to: StreamFrame.headSize + count, from: &rest)
      guard buffer.count == StreamFrame.headSize + count else { return }
      try each(Array(buffer[StreamFrame.headSize...]), isLast)
      consumed += Int64(buffer.count)
      buffer.removeAll(keepingCapacity: true)
      hasEnded = isLast
    }
  }

  private mutating func fill<Bytes: Collection<UInt8>>(to count: Int, from rest: inout Bytes)
  where Bytes.SubSequence == Bytes {
    guard buffer.count < count else { return }
    let part = rest.prefix(count - buffer.count)
    buffer += part
    rest = rest.dropFirst(part.count)
  }
}

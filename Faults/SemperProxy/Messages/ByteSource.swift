import NIOCore

/// The bytes of one direction of a connection, taken by lines, heads and counts.
struct ByteSource {
  struct Ended: Error {}
  struct TooLong: Error {}

  private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var buffer = ByteBuffer()

  init(_ stream: NIOAsyncChannelInboundStream<ByteBuffer>) { iterator = stream.makeAsyncIterator() }

  /// Through the empty line that ends a head; `nil` when the connection ended before.
  mutating func head() async throws -> [UInt8]? {
    let end: [UInt8] = [13, 10, 13, 10]
    var searched = 0
    while true {
      let view = buffer.readableBytesView
      if view.count >= end.count {
        for index in max(view.startIndex, view.startIndex + searched - 3)...(view.endIndex - end.count)
        where view[index] == 13 && view[index..<(index + 4)].elementsEqual(end) {
          return buffer.readBytes(length: index + 4 - view.startIndex)
        }
      }
      searched = view.count
      guard view.count < 65536 else { throw TooLong() }
      guard try await fill() else { return nil }
    }
  }

  /// Through the end of the line.
  mutating func line() async throws -> [UInt8] {
    while true {
      let view = buffer.readableBytesView
      if let end = view.firstIndex(of: 10), let line = buffer.readBytes(length: end + 1 - view.startIndex) {
        return line
      }
      guard view.count < 65536 else { throw TooLong() }
      guard try await fill() else { throw Ended() }
    }
  }

  /// What is there, but at most so many bytes; `nil` at the end.
  mutating func some(upTo count: Int) async throws -> ByteBuffer? {
    if buffer.readableBytes == 0 {
      guard try await fill() else { return nil }
    }
    return buffer.readSlice(length: min(count, buffer.readableBytes))
  }

  private mutating func fill() async throws -> Bool {
    guard var more = try await iterator.next() else { return false }
    if buffer.readableBytes == 0 { buffer = more } else { buffer.writeBuffer(&more) }
    return true
  }
}

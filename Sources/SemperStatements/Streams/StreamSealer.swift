import SemperCryptography
import SemperModel

/// Seals content of unknown length chunk by chunk while it is produced, in memory for one chunk.
///
/// What it returns is what travels. No two different chunks may ever be sealed at one place, so its output is stored
/// before it leaves: `StreamRecording` does that, and goes on after a restart.
public struct StreamSealer: Sendable {
  public let header: StreamHeader
  private let key: StreamKey
  private var pending: [UInt8] = []
  private var tree = StreamTree()
  private var hasEnded = false

  /// Another key than the header's is a bug of the caller.
  public init(header: StreamHeader, key: StreamKey) {
    precondition(key.digest == header.key, "the header names another key")
    self.header = header
    self.key = key
  }

  /// Bytes of the content so far, sealed or waiting for their chunk to be full.
  public var length: Int64 { tree.length + Int64(pending.count) }

  /// The next bytes of the content; returns the frames that are complete with them.
  ///
  /// A full chunk waits until more comes, because only then is it certain not to be the last.
  public mutating func append(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
    precondition(!hasEnded, "the stream has ended")
    guard Int64(bytes.count) <= ChunkLayout.longestContent - length else {
      throw StatementsError(
        .unsuitableContent, "a stream has at most \(ChunkLayout.longestContent) bytes: end this one")
    }
    var frames = [UInt8]()
    var rest = bytes[...]
    while !rest.isEmpty {
      if pending.count == StreamHeader.chunkSize { frames += try frame(isLast: false) }
      let part = rest.prefix(StreamHeader.chunkSize - pending.count)
      pending += part
      rest = rest.dropFirst(part.count)
    }
    return frames
  }

  /// Ends the stream: the last frame, and what the producer signs.
  public mutating func finish() throws -> (frames: [UInt8], end: StreamEnd) {
    precondition(!hasEnded, "the stream has ended")
    let frames = try frame(isLast: true)
    hasEnded = true
    return (frames, tree.end(of: header))
  }

  private mutating func frame(isLast: Bool) throws(StatementsError) -> [UInt8] {
    let sealed = try StreamFrame(key: key, header: header).seal(pending[...], at: tree.chunks, isLast: isLast)
    tree.append(sealed, isLast: isLast)
    pending.removeAll(keepingCapacity: true)
    return StreamFrame.head(isLast: isLast, sealedCount: sealed.count) + sealed
  }

  /// Takes a frame that was sealed and stored before, so that the next one gets the next place.
  mutating func skip(_ sealed: [UInt8], isLast: Bool) {
    tree.append(sealed, isLast: isLast)
    hasEnded = isLast
  }

  /// Bytes of the content that are sealed.
  var sealedLength: Int64 { tree.length }

  /// How the stream ended, if it has.
  var end: StreamEnd? { hasEnded ? tree.end(of: header) : nil }
}

import SemperCryptography
import SemperModel

/// A producer's stream on disk: what is sealed is stored before it may leave, so that after a crash the same place is
/// never sealed again with other bytes.
///
/// Only `durable` bytes may be served. Used by one task.
public struct StreamRecording: ~Copyable, Sendable {
  private static let piece = 64 << 10
  private let file: OpenFile
  private var sealer: StreamSealer
  /// Bytes on the disk that are complete frames: these may leave.
  public private(set) var durable: Int64

  /// Goes on with the file at the path, or begins it.
  ///
  /// A frame at the end of which a crash has left only a part never left, and is forgotten: the producer goes on from
  /// `contentLength`. Throws a `StatementsError` when the file holds something else.
  public init(at path: String, header: StreamHeader, key: StreamKey) throws {
    let file = try OpenFile(path, .write)
    var sealer = StreamSealer(header: header, key: key)
    var reader = StreamReader()
    let length = try file.length
    var offset: Int64 = 0
    let frame = StreamFrame(key: key, header: header)
    var number = 0
    do {
      while offset < length {
        let bytes = try file.read(at: offset, count: Self.piece)
        guard !bytes.isEmpty else { break }
        offset += Int64(bytes.count)
        try reader.read(bytes) { sealed, isLast in
          guard frame.open(sealed, at: number, isLast: isLast) != nil else {
            throw Refusal(.goodsInvalid, blame: .us, "another stream")
          }
          number += 1
          sealer.skip(sealed, isLast: isLast)
        }
      }
    } catch is Refusal {
      throw StatementsError(.targetOccupied, "\(path) does not hold this stream: choose another file")
    }
    try file.resize(to: reader.consumed)
    durable = reader.consumed
    self.file = file
    self.sealer = sealer
  }

  /// Bytes of the content that are sealed and stored: where a producer goes on after a restart.
  public var contentLength: Int64 { sealer.sealedLength }
  /// How the stream ended, if it has.
  public var end: StreamEnd? { sealer.end }

  /// The next bytes of the content. What a chunk is full of is on the disk when this returns.
  public mutating func append(_ bytes: some Collection<UInt8>) throws {
    try store(sealer.append(bytes))
  }

  /// Ends the stream; what is returned is to be signed.
  public mutating func finish() throws -> StreamEnd {
    let (frames, end) = try sealer.finish()
    try store(frames)
    return end
  }

  /// Bytes that may leave, from an offset: at most so many.
  public func read(at offset: Int64, count: Int) throws(StatementsError) -> [UInt8] {
    guard offset < durable else { return [] }
    return try file.read(at: offset, count: Int(min(Int64(count), durable - offset)))
  }

  private mutating func store(_ frames: [UInt8]) throws(StatementsError) {
    guard !frames.isEmpty else { return }
    try file.write(frames, at: durable)
    try file.synchronize()
    durable += Int64(frames.count)
  }
}

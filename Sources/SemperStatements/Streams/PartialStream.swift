public import SemperCryptography
import SemperModel

/// A stream that is being received into a file, opened and checked on the way.
///
/// The file holds the sealed stream. After a restart it is read again as far as it goes, every chunk is handed to the
/// consumer once more from the first, and the download goes on from `received`. Used by one task.
public struct PartialStream: ~Copyable, Sendable {
  private static let piece = 64 << 10
  private let file: OpenFile
  private var opener: StreamOpener

  /// Where the next byte belongs: the start of the range to ask for.
  public private(set) var received: Int64
  public var hasEnded: Bool { opener.hasEnded }

  /// Goes on with the file at the path, or begins it. Throws a `Refusal` when the key does not fit the header or the file
  /// holds another stream, and a `StatementsError` when it cannot be used.
  public init(
    at path: String, header: StreamHeader, key: StreamKey, consume: ([UInt8]) throws -> Void
  ) throws {
    var opener = try StreamOpener(header: header, key: key)
    let file = try OpenFile(path, .write)
    let length = try file.length
    var offset: Int64 = 0
    while offset < length {
      let bytes = try file.read(at: offset, count: Self.piece)
      guard !bytes.isEmpty else { break }
      try opener.receive(bytes, consume: consume)
      offset += Int64(bytes.count)
    }
    received = offset
    self.file = file
    self.opener = opener
  }

  /// The next bytes, exactly from `received` on. Throws what `StreamOpener.receive` throws; then the bytes are not kept,
  /// and the stream is to be opened again from its file and asked for once more.
  public mutating func append(_ piece: [UInt8], consume: ([UInt8]) throws -> Void) throws {
    try opener.receive(piece, consume: consume)
    try file.write(piece, at: received)
    received += Int64(piece.count)
  }

  /// Returns when the whole stream is on the disk and is the one whose end the producer has signed.
  public func finish(_ end: VerifiedStatement<StreamEnd>) throws {
    try opener.finish(end)
    try file.synchronize()
  }
}

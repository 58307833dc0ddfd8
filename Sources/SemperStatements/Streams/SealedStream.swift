import SemperModel

/// A stream that is being received before its key is known: its sealed frames on the disk, and whether the last one has come.
///
/// Nothing of it can be read, and nothing is certain yet: `PartialStream` opens the file once the key is there, and says what
/// was wrong. After a restart the download goes on from `received`. Used by one task.
public struct SealedStream: ~Copyable, Sendable {
  private static let piece = 64 << 10
  private let file: OpenFile
  private let longest: Int64
  private var reader: StreamReader
  private var length: Int64

  /// Where the next byte belongs.
  public private(set) var received: Int64
  /// Whether the frame that says that it is the last one is here.
  public var hasEnded: Bool { reader.hasEnded }

  /// Goes on with the file at the path, or begins it.
  ///
  /// - Parameter longest: the most bytes of content that are taken.
  ///
  /// Throws what `append` throws for what the file holds.
  public init(at path: String, longest: Int64) throws {
    let file = try OpenFile(path, .write)
    let there = try file.length
    var (reader, length, offset) = (StreamReader(), Int64(0), Int64(0))
    while offset < there {
      let bytes = try file.read(at: offset, count: Self.piece)
      guard !bytes.isEmpty else { break }
      try Self.take(bytes, &reader, &length, longest)
      offset += Int64(bytes.count)
    }
    self.file = file
    self.longest = longest
    self.reader = reader
    self.length = length
    received = offset
  }

  /// The next bytes, exactly from `received` on. Refuses with `malformed` or `tooLarge` what no stream has, and with `tooLarge`
  /// more content than is wanted; what was refused is not kept.
  public mutating func append(_ piece: [UInt8]) throws {
    var (reader, length) = (reader, length)
    try Self.take(piece, &reader, &length, longest)
    try file.write(piece, at: received)
    (self.reader, self.length) = (reader, length)
    received += Int64(piece.count)
  }

  /// Returns when what has come is on the disk.
  public func synchronize() throws { try file.synchronize() }

  private static func take(
    _ piece: [UInt8], _ reader: inout StreamReader, _ length: inout Int64, _ longest: Int64
  ) throws {
    try reader.read(piece) { sealed, _ in
      length += Int64(sealed.count - StreamFrame.overhead)
      guard length <= longest else {
        throw Refusal(.tooLarge, blame: .peer, "the stream is longer than the \(longest) bytes that are taken")
      }
    }
  }
}

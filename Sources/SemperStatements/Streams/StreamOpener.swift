public import SemperCryptography
public import SemperModel

/// Opens a stream while it arrives, in pieces of any size and in memory for one chunk.
///
/// Each chunk is handed out as soon as it is certain to stand at its place of this stream. Whether the stream is whole is
/// known at `finish` only: until then what came is a beginning, and a consumer that must not act on beginnings waits.
public struct StreamOpener: Sendable {
  public let header: StreamHeader
  private let key: StreamKey
  private var reader = StreamReader()
  private var tree = StreamTree()
  private var hasFailed = false

  /// Refuses with `lockInvalid` another key than the header's.
  public init(header: StreamHeader, key: StreamKey) throws(Refusal) {
    guard key.digest == header.key else {
      throw Refusal(.lockInvalid, blame: .peer, "the key is not the one that the stream's header names")
    }
    self.header = header
    self.key = key
  }

  /// Bytes of the frames that are complete: where to go on after a restart.
  public var received: Int64 { reader.consumed }
  public var chunks: Int { tree.chunks }
  /// Whether the mark of the last chunk has come.
  public var hasEnded: Bool { reader.hasEnded }

  /// The next bytes. Each chunk that they complete goes to `consume`, in order.
  ///
  /// Refuses with `goodsInvalid` a chunk that does not open at this place, and with `malformed` or `tooLarge` what no stream
  /// has; after a refusal, or when `consume` throws, nothing more is taken.
  public mutating func receive(_ piece: some Collection<UInt8>, consume: ([UInt8]) throws -> Void) throws {
    guard !hasFailed else { throw Refusal(.goodsInvalid, blame: .peer, "the stream has failed before: open it anew") }
    let frame = StreamFrame(key: key, header: header)
    var tree = tree
    defer { self.tree = tree }
    do {
      try reader.read(piece) { sealed, isLast in
        guard Int64(sealed.count) <= ChunkLayout.longestContent - tree.length,
          let chunk = frame.open(sealed, at: tree.chunks, isLast: isLast)
        else {
          throw Refusal(
            .goodsInvalid, blame: .peer, "chunk \(tree.chunks) is not the one that the stream has at this place")
        }
        tree.append(sealed, isLast: isLast)
        try consume(chunk)
      }
    } catch {
      hasFailed = true
      throw error
    }
  }

  /// Whether the stream is whole and the producer's. The end must have been verified as a statement.
  ///
  /// Refuses with `goodsInvalid`: when the last chunk has not come, the stream was cut short; when the root is another, what
  /// came is not what the producer signs for.
  public func finish(_ end: VerifiedStatement<StreamEnd>) throws(Refusal) {
    guard !hasFailed, hasEnded else {
      throw Refusal(
        .goodsInvalid, blame: .undetermined, "the last chunk of the stream has not come: go on from byte \(received)")
    }
    guard end.content == tree.end(of: header) else {
      throw Refusal(.goodsInvalid, blame: .peer, "the stream is not the one whose end the producer has signed")
    }
  }
}

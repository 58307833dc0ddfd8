/// A range of a ciphertext, encrypted piece by piece while it is read: each element is what the range holds of one
/// chunk.
public struct SealedPieces: AsyncSequence, Sendable {
  public typealias Element = [UInt8]
  public let range: Range<Int64>
  private let content: PreparedContent
  private let lock: ChunkLock

  init(range: Range<Int64>, content: PreparedContent, lock: ChunkLock) {
    self.range = range
    self.content = content
    self.lock = lock
  }

  public func makeAsyncIterator() -> Iterator {
    Iterator(Cursor(range, layout: content.description.layout, ChunkSealer(content, lock: lock)))
  }

  /// Throws `StatementsError`; never yields an empty piece.
  public struct Iterator: AsyncIteratorProtocol {
    private let cursor: Cursor
    init(_ cursor: Cursor) { self.cursor = cursor }

    public mutating func next() async throws -> [UInt8]? { try cursor.next() }
  }

  /// How far an iterator has come; its buffers make it a thing of its own.
  final class Cursor {
    private var rest: Range<Int64>
    private let layout: ChunkLayout
    private var sealer: ChunkSealer

    init(_ range: Range<Int64>, layout: ChunkLayout, _ sealer: consuming ChunkSealer) {
      rest = range
      self.layout = layout
      self.sealer = sealer
    }

    func next() throws(StatementsError) -> [UInt8]? {
      guard !rest.isEmpty else { return nil }
      let chunk = Int(rest.lowerBound / Int64(layout.sealedChunkSize))
      let start = layout.sealedOffset(of: chunk)
      let end = Swift.min(rest.upperBound, start + Int64(layout.sealedLength(of: chunk)))
      let sealed = try sealer.seal(chunk)
      defer { rest = end..<rest.upperBound }
      return Array(sealed[Int(rest.lowerBound - start)..<Int(end - start)])
    }
  }
}

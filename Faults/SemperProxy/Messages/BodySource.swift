import NIOCore

/// A body as it arrives: what to forward, framing included, and what it carries.
struct BodySource {
  struct Piece {
    let raw: ByteBuffer
    let payload: ByteBuffer
  }

  private enum State {
    case over
    case left(Int)
    case close
    case chunkSize
    /// So many bytes of the chunk are left, its CR LF included.
    case chunk(Int)
    case trailer
  }

  private var state: State

  init(_ end: BodyEnd) {
    switch end {
    case .none: state = .over
    case .count(let count): state = .left(count)
    case .chunked: state = .chunkSize
    case .close: state = .close
    }
  }

  /// `nil` when the body is over.
  mutating func next(from source: inout ByteSource) async throws -> Piece? {
    switch state {
    case .over: return nil
    case .left(let left):
      guard let bytes = try await source.some(upTo: left) else { throw ByteSource.Ended() }
      state = bytes.readableBytes == left ? .over : .left(left - bytes.readableBytes)
      return Piece(raw: bytes, payload: bytes)
    case .close:
      guard let bytes = try await source.some(upTo: 1 << 20) else {
        state = .over
        return nil
      }
      return Piece(raw: bytes, payload: bytes)
    case .chunkSize:
      let line = try await source.line()
      let digits = String(decoding: line, as: UTF8.self).prefix { $0.isHexDigit }
      guard let size = Int(digits, radix: 16) else { throw ByteSource.Ended() }
      state = size == 0 ? .trailer : .chunk(size + 2)
      return Piece(raw: ByteBuffer(bytes: line), payload: ByteBuffer())
    case .chunk(let left):
      guard let bytes = try await source.some(upTo: left) else { throw ByteSource.Ended() }
      let rest = left - bytes.readableBytes
      state = rest == 0 ? .chunkSize : .chunk(rest)
      let data = max(0, bytes.readableBytes - max(0, 2 - rest))
      return Piece(raw: bytes, payload: bytes.getSlice(at: bytes.readerIndex, length: data) ?? ByteBuffer())
    case .trailer:
      let line = try await source.line()
      if line == [13, 10] { state = .over }
      return Piece(raw: ByteBuffer(bytes: line), payload: ByteBuffer())
    }
  }
}

import Synchronization

/// What is still to be produced of a range. Each piece is produced when it is asked for, which is the back-pressure.
final class PieceSource: Sendable {
  private let left: Mutex<Range<Int>>
  private let pieceSize: Int
  private let producer: RangedReply.Producer

  init(_ bytes: Range<Int>, pieceSize: Int, producer: @escaping RangedReply.Producer) {
    left = Mutex(bytes)
    self.pieceSize = pieceSize
    self.producer = producer
  }

  func next() async throws -> [UInt8]? {
    let piece = left.withLock { left in
      let end = min(left.lowerBound + pieceSize, left.upperBound)
      defer { left = end..<left.upperBound }
      return left.lowerBound..<end
    }
    guard !piece.isEmpty else { return nil }
    let bytes = try await producer(piece.lowerBound, piece.count)
    guard bytes.count == piece.count else {
      throw TransportError(.interrupted, "what is being sent ended before its length")
    }
    return bytes
  }
}

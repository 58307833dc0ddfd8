import Foundation
import SemperModel
import SemperStatements

/// Reads a stream of bytes from one place after another, never back.
actor ForwardReader {
  private var iterator: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
  private var held: ArraySlice<UInt8> = []
  private var position: Int64 = 0

  /// What is in a file, piece by piece; the file is closed at its end.
  static func pieces(of handle: FileHandle) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream {
      guard let data = try handle.read(upToCount: piece), !data.isEmpty else {
        try handle.close()
        return nil
      }
      return Array(data)
    }
  }

  private static let piece = 1 << 18

  init(_ stream: AsyncThrowingStream<[UInt8], any Error>) { iterator = stream.makeAsyncIterator() }

  /// Exactly so many bytes; what lies before the offset is passed over.
  func read(_ count: Int, at offset: Int64) async throws -> [UInt8] {
    precondition(offset >= position, "the reader goes forward only")
    try await skip(Int(offset - position))
    var bytes = [UInt8]()
    bytes.reserveCapacity(count)
    while bytes.count < count {
      try await fill()
      let part = held.prefix(count - bytes.count)
      bytes += part
      advance(part.count)
    }
    return bytes
  }

  private func skip(_ count: Int) async throws {
    var left = count
    while left > 0 {
      try await fill()
      let part = min(left, held.count)
      advance(part)
      left -= part
    }
  }

  private func advance(_ count: Int) {
    held = held.dropFirst(count)
    position += Int64(count)
  }

  private func fill() async throws {
    while held.isEmpty {
      var reading = iterator
      let piece = try await reading.next(isolation: self)
      iterator = reading
      guard let piece else {
        throw StatementsError(.damagedDelivery, "the ciphertext ended after \(position) bytes")
      }
      held = piece[...]
    }
  }
}

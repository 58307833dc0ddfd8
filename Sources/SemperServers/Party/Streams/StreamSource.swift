import Foundation
import Glibc
import SemperModel

/// Where the bytes of a stream come from: a file, a pipe, or standard input. Read in pieces as they come, and in a way that can
/// be left while nothing comes.
final class StreamSource: Sendable {
  private static let piece = 64 << 10
  /// Milliseconds that one look at a pipe lasts.
  private static let look: Int32 = 250
  private let descriptor: Int32
  private let name: String

  /// - Parameter name: a path, or `-` for standard input.
  init(_ name: String) throws {
    self.name = name
    descriptor = name == "-" ? dup(STDIN_FILENO) : Glibc.open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ServerError(.file, "the stream \(name) cannot be opened: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// The next bytes, at least one; `nil` at the end. Throws `CancellationError` when the task is cancelled while it waits.
  func next() async throws -> [UInt8]? {
    while true {
      try Task.checkCancellation()
      // Off the cooperative threads, which must not wait for anybody.
      let piece: Result<[UInt8]?, ServerError> = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: self.piece()) }
      }
      guard let bytes = try Self.taken(piece) else { continue }
      return bytes.isEmpty ? nil : bytes
    }
  }

  /// Apart and not inlined, because the optimiser of Swift 6.3.1 crashes on an error of one type in an asynchronous function.
  @inline(never)
  private static func taken(_ piece: Result<[UInt8]?, ServerError>) throws -> [UInt8]? { try piece.get() }

  /// Nothing at all when nothing came, and no bytes at the end.
  private func piece() -> Result<[UInt8]?, ServerError> {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let found = poll(&waiting, 1, Self.look)
    if found == 0 || found < 0 && errno == EINTR { return .success(nil) }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, initialized in
      count = read(descriptor, buffer.baseAddress, Self.piece)
      initialized = max(count, 0)
    }
    guard count >= 0 else {
      if errno == EINTR || errno == EAGAIN { return .success(nil) }
      return .failure(ServerError(.file, "the stream \(name) cannot be read: \(String(cString: strerror(errno)))"))
    }
    return .success(bytes)
  }
}

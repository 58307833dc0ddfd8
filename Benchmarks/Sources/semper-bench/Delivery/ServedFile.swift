import Foundation

/// A file that is served piece by piece.
final class ServedFile: Sendable {
  let length: Int
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchmarkError("\(path) cannot be opened") }
    length = lseek(descriptor, 0, SEEK_END)
  }

  deinit { close(descriptor) }

  func read(at offset: Int, count: Int) throws -> [UInt8] {
    var done = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      done = pread(descriptor, buffer.baseAddress, count, offset)
      initialized = max(0, done)
    }
    guard done == count else { throw BenchmarkError("the file ended early") }
    return bytes
  }
}

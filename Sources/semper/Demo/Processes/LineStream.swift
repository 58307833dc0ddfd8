import Foundation

/// The lines that come out of a pipe, read by a thread of its own so that no task is blocked.
final class LineStream: Sendable {
  private let lines: AsyncStream<String>

  init(_ handle: FileHandle) {
    let (lines, sink) = AsyncStream<String>.makeStream()
    self.lines = lines
    let descriptor = dup(handle.fileDescriptor)
    Thread.detachNewThread {
      var pending = [UInt8]()
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        for byte in buffer[..<count] {
          if byte == UInt8(ascii: "\n") {
            sink.yield(String(decoding: pending, as: UTF8.self))
            pending.removeAll()
          } else {
            pending.append(byte)
          }
        }
      }
      close(descriptor)
      sink.finish()
    }
  }

  func next() async -> String? {
    var iterator = lines.makeAsyncIterator()
    return await iterator.next()
  }
}

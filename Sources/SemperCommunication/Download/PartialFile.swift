import Foundation
import Glibc

/// The file that a download grows, held open.
final class PartialFile: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Opens the file, or makes it, readable by its owner only. A link at this path is refused.
  init(path: String) throws(DownloadError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.error("cannot be opened", path) }
  }

  deinit { close(descriptor) }

  var length: Int {
    get throws(DownloadError) {
      let end = lseek(descriptor, 0, SEEK_END)
      guard end >= 0 else { throw Self.error("cannot be measured", path) }
      return end
    }
  }

  func truncate(to length: Int) throws(DownloadError) {
    guard ftruncate(descriptor, length) == 0 else { throw Self.error("cannot be cut", path) }
  }

  func read(at offset: Int, upTo count: Int) throws(DownloadError) -> [UInt8] {
    var read = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      read = pread(descriptor, buffer.baseAddress, count, offset)
      initialized = max(read, 0)
    }
    guard read >= 0 else { throw Self.error("cannot be read", path) }
    return bytes
  }

  func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DownloadError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, offset + done)
      }
      guard count > 0 else { throw Self.error("cannot be written", path) }
      done += count
    }
  }

  /// Returns when the bytes, and the name under which they are found again, will survive a power cut.
  func synchronize() throws(DownloadError) {
    guard fsync(descriptor) == 0 else { throw Self.error("cannot be made durable", path) }
    let parent = URL(filePath: path).deletingLastPathComponent().path
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Self.error("has a directory that cannot be opened", path) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Self.error("has a name that cannot be made durable", path) }
  }

  private static func error(_ what: String, _ path: String) -> DownloadError {
    DownloadError(
      .file, "the file \(path) \(what) (\(String(cString: strerror(errno)))); check the disk and the rights")
  }
}

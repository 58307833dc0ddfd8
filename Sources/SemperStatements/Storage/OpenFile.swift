import Glibc

/// A file on disk that is open for reading or writing at any offset, and closed when the value ends.
///
/// Every failure is thrown as `StatementsError` and names the file and the reason the system gives.
struct OpenFile: ~Copyable, Sendable {
  private let descriptor: Int32
  let path: String

  enum Mode {
    /// An existing regular file.
    case read
    /// The file is made if it is not there; what it holds stays.
    case write
  }

  init(_ path: String, _ mode: Mode) throws(StatementsError) {
    self.path = path
    switch mode {
    case .read: descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    case .write: descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw Self.failure("opening", path) }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// How many bytes the file has; throws for anything that is not a regular file.
  var length: Int64 {
    get throws(StatementsError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw Self.failure("examining", path) }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw StatementsError(.storage, "\(path) is not a file")
      }
      return Int64(status.st_size)
    }
  }

  /// Fills the buffer from an offset and returns how many bytes there were: fewer only at the end of the file.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StatementsError) -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let count = pread(descriptor, base + done, buffer.count - done, off_t(offset) + off_t(done))
      if count < 0 {
        guard errno == EINTR else { throw Self.failure("reading", path) }
        continue
      }
      guard count > 0 else { break }
      done += count
    }
    return done
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StatementsError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(descriptor, base + done, bytes.count - done, off_t(offset) + off_t(done))
      if count < 0 {
        guard errno == EINTR else { throw Self.failure("writing", path) }
        continue
      }
      done += count
    }
  }

  /// At most so many bytes from an offset: fewer only at the end of the file.
  func read(at offset: Int64, count: Int) throws(StatementsError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let done = try bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(StatementsError) in try read(at: offset, into: buffer) }
    }.get()
    return Array(bytes[..<done])
  }

  func write(_ bytes: [UInt8], at offset: Int64) throws(StatementsError) {
    try bytes.withUnsafeBytes { buffer in
      Result { () throws(StatementsError) in try write(buffer, at: offset) }
    }.get()
  }

  func resize(to length: Int64) throws(StatementsError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw Self.failure("resizing", path) }
  }

  /// Returns when the bytes are on the disk.
  func synchronize() throws(StatementsError) {
    guard fsync(descriptor) == 0 else { throw Self.failure("saving", path) }
  }

  /// Makes the names in a directory durable.
  static func synchronizeDirectory(_ path: String) throws(StatementsError) {
    let directory = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure("opening", path) }
    defer { _ = Glibc.close(directory) }
    guard fsync(directory) == 0 else { throw failure("saving", path) }
  }

  /// Gives a file or directory another name on the same file system, at once or not at all.
  static func rename(_ path: String, to other: String) throws(StatementsError) {
    guard Glibc.rename(path, other) == 0 else { throw failure("moving", path) }
  }

  /// Takes a name away; a name that is not there is no failure.
  static func remove(_ path: String) throws(StatementsError) {
    guard Glibc.unlink(path) == 0 || errno == ENOENT else { throw failure("removing", path) }
  }

  private static func failure(_ what: String, _ path: String) -> StatementsError {
    StatementsError(.storage, "\(what) \(path) failed: \(String(cString: strerror(errno)))")
  }
}

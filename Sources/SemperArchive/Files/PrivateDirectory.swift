import Foundation

/// A directory that only its owner reads, whose files appear whole or not at all, also after a power cut.
package struct PrivateDirectory: Sendable {
  package let path: String

  /// Creates the directory (mode 0700) when it is not there; an existing one is closed to others.
  package init(_ path: String) throws(ArchiveError) {
    self.path = path
    if mkdir(path, 0o700) != 0 {
      guard errno == EEXIST else { throw Self.failure("create the directory", path) }
      guard chmod(path, 0o700) == 0 else { throw Self.failure("close to others the directory", path) }
    } else {
      let parent = (path as NSString).deletingLastPathComponent
      try Self.sync(parent.isEmpty ? "." : parent)
    }
  }

  package func path(of name: String) -> String { "\(path)/\(name)" }

  package func has(_ name: String) -> Bool { access(path(of: name), F_OK) == 0 }

  /// The whole file, or `nil` when there is none. At most 1 MiB: what is larger was not written by us.
  package func read(_ name: String) throws(ArchiveError) -> [UInt8]? {
    guard has(name) else { return nil }
    guard let bytes = FileManager.default.contents(atPath: path(of: name)), bytes.count <= 1 << 20 else {
      throw Self.failure("read", path(of: name))
    }
    return Array(bytes)
  }

  /// Replaces the file by these bytes; returns when they will survive a power cut.
  package func write(_ bytes: [UInt8], to name: String) throws(ArchiveError) {
    let draft = path(of: name + ".new")
    let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure("create", draft) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        close(file)
        throw Self.failure("write", draft)
      }
      rest = rest.dropFirst(count)
    }
    close(file)
    try adopt(draft, as: name)
  }

  /// Takes over a finished file of the same file system under a name of this directory; returns when both its bytes and
  /// its name will survive a power cut.
  package func adopt(_ file: String, as name: String) throws(ArchiveError) {
    let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("open", file) }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw Self.failure("write to disk", file) }
    guard rename(file, path(of: name)) == 0 else { throw Self.failure("rename", file) }
    try Self.sync(path)
  }

  /// Makes what was created, renamed or removed in this directory durable.
  package func sync() throws(ArchiveError) { try Self.sync(path) }

  /// Does something while no other process, and nobody else in this one, is inside the same call on this directory.
  package func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("open the directory", path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Self.failure("lock the directory", path) }
    }
    return try body()
  }

  private static func sync(_ directory: String) throws(ArchiveError) {
    let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open the directory", directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("write to disk the directory", directory) }
  }

  private static func failure(_ what: String, _ path: String) -> ArchiveError {
    let reason = String(cString: strerror(errno))
    return ArchiveError(.unavailable, "could not \(what) \(path): \(reason)")
  }
}

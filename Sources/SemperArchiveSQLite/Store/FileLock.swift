import Foundation
import SemperArchive
import Synchronization

/// The right to be the one writer of an archive, held until it is released or its process ends.
final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Throws `ArchiveError(.busy)` when somebody else, in this process or another, holds the lock.
  init(_ path: String) throws(ArchiveError) {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ArchiveError(.unavailable, "could not open \(path): \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw ArchiveError(
        .busy, "another process uses this home (it holds \(path)); stop that one first, or use its socket")
    }
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }
}

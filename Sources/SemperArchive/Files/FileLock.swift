import Foundation
import Synchronization

/// The right to be the only one that uses something, held until it is released or its process ends, however it ends.
package final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Throws `ArchiveError(.busy)` when somebody else, in this process or another, holds the lock.
  ///
  /// - Parameter busy: what the other one is, and what to do.
  package init(
    _ path: String, busy: String = "another process uses this home; stop that one first, or use its socket"
  ) throws(ArchiveError) {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ArchiveError(.unavailable, "could not open \(path): \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw ArchiveError(.busy, "\(busy) (it holds \(path))")
    }
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  package func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor {
        // A program that is just being started has the descriptor too, until it has become what it is to be; closing ours alone would leave
        // the lock with it for that long.
        flock(open, LOCK_UN)
        close(open)
      }
      descriptor = nil
    }
  }
}

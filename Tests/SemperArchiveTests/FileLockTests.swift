import Foundation
import SemperArchive
import Testing

/// The right to be the only one that uses something.
@Suite struct FileLockTests {
  @Test func oneHoldsItAtATime() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "lock")
    let lock = try FileLock(path)
    #expect(throws: ArchiveError.self) { try FileLock(path) }
    lock.release()
    _ = try FileLock(path)
  }

  /// As a program has it that is being started while the lock is held.
  @Test func nobodyWhoHasItsDescriptorKeepsIt() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "lock")
    let lock = try FileLock(path)
    let files = FileManager.default
    let descriptor = try #require(
      files.contentsOfDirectory(atPath: "/proc/self/fd").first {
        (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)) == path
      }.flatMap { Int32($0) })
    let other = dup(descriptor)
    defer { close(other) }
    lock.release()
    _ = try FileLock(path)
  }
}

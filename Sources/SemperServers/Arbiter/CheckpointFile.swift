import Foundation
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// The newest checkpoint in a file of its own, in a directory that only its owner reads. It must lie outside the
/// arbiter's home and outside its backups: put back together with the home it would show nothing.
///
/// One process has it at a time: a lock beside it is held until `close`, or until the process ends. Where that lock does not
/// hold, because somebody has removed it, the file still moves on only from what this process last saw in it.
actor CheckpointFile: CheckpointMemory {
  private let directory: PrivateDirectory
  private let name: String
  private let holder: FileLock

  /// Throws `ArchiveError(.busy)` while another arbiter has the file.
  init(_ path: String) throws {
    let parent = (path as NSString).deletingLastPathComponent
    directory = try PrivateDirectory(parent.isEmpty ? "." : parent)
    name = (path as NSString).lastPathComponent
    holder = try FileLock(
      directory.path(of: name + ".lock"),
      busy:
        "another arbiter runs with the checkpoint file \(path), on a copy of this home: stop one of the two, and keep the "
        + "home of the one that has decided last; or give each a checkpoint file of its own if they are two arbiters")
  }

  /// Gives the file to whoever opens it next.
  nonisolated func close() { holder.release() }

  func newest() throws -> SignedStatement? {
    guard let bytes = try directory.read(name) else { return nil }
    do {
      return try SignedStatement(bytes: bytes)
    } catch {
      throw ArchiveError(.corrupt, "\(directory.path(of: name)) holds no checkpoint: \(error)")
    }
  }

  func note(_ checkpoint: SignedStatement, after known: Digest?) throws -> Bool {
    try directory.exclusively {
      guard try newest()?.digest == known else { return false }
      try directory.write(checkpoint.canonicalBytes, to: name)
      return true
    }
  }
}

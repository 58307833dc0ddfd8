import Foundation
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// The newest checkpoint in a file of its own, in a directory that only its owner reads. It must lie outside the
/// arbiter's home and outside its backups: put back together with the home it would show nothing.
actor CheckpointFile: CheckpointMemory {
  private let directory: PrivateDirectory
  private let name: String

  init(_ path: String) throws {
    let parent = (path as NSString).deletingLastPathComponent
    directory = try PrivateDirectory(parent.isEmpty ? "." : parent)
    name = (path as NSString).lastPathComponent
  }

  func newest() throws -> SignedStatement? {
    guard let bytes = try directory.read(name) else { return nil }
    do {
      return try SignedStatement(bytes: bytes)
    } catch {
      throw ArchiveError(.corrupt, "\(directory.path(of: name)) holds no checkpoint: \(error)")
    }
  }

  /// One that is older than what is there came late, and is left out.
  func note(_ checkpoint: SignedStatement) throws {
    if let known = try newest(), try Self.size(known) >= Self.size(checkpoint) { return }
    try directory.write(checkpoint.canonicalBytes, to: name)
  }

  private static func size(_ checkpoint: SignedStatement) throws -> Int {
    try CanonicalJSON.decode(checkpoint.payload)["head"].map { try LogHead(json: $0).size } ?? 0
  }
}

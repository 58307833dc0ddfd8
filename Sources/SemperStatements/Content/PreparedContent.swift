import Foundation
import SemperCryptography
import SemperModel

/// Content as its seller holds it: the files, the secret of their salts, their description and leaf list.
///
/// It is prepared once and then serves every sale; only the ciphertext differs from buyer to buyer, and that is made
/// when it is asked for.
public struct PreparedContent: Sendable {
  public let directory: String
  public let secret: ContentSecret
  public let description: ContentDescription
  public let leaves: LeafList

  /// Reads all files of a directory and hashes their chunks on several cores.
  public static func prepare(
    directory: String, secret: ContentSecret, workers: Int? = nil, progress: ContentProgress.Handler? = nil
  ) async throws -> PreparedContent {
    try await prepare(
      ContentManifest(ofDirectory: directory), in: directory, secret: secret, workers: workers,
      progress: progress)
  }

  /// The same for files that the seller has put in order.
  public static func prepare(
    _ manifest: ContentManifest, in directory: String, secret: ContentSecret, workers: Int? = nil,
    progress: ContentProgress.Handler? = nil
  ) async throws -> PreparedContent {
    let layout = ChunkLayout(length: manifest.length)
    let work = ChunkWork(over: layout, workers: workers ?? ChunkWork.allCores, progress: progress)
    let stripes = try await work.run { range, work in
      var reader = SaltedChunkReader(manifest, in: directory, secret: secret)
      var leaves = [UInt8]()
      leaves.reserveCapacity(range.count * Digest.size)
      for chunk in range {
        leaves += try ContentTree.leaf(chunk, salted: reader.read(chunk)).bytes
        try await work.finished(chunk)
      }
      return leaves
    }
    let leaves = LeafList(bytes: Array(stripes.joined()))
    return PreparedContent(
      directory: directory, secret: secret,
      description: ContentDescription(root: leaves.root(layout), manifest: manifest), leaves: leaves)
  }

  private init(directory: String, secret: ContentSecret, description: ContentDescription, leaves: LeafList) {
    self.directory = directory
    self.secret = secret
    self.description = description
    self.leaves = leaves
  }

  /// Content that was prepared before, with its leaf list from a file.
  ///
  /// Checks the list against the description. The files are checked chunk by chunk when they are sealed.
  public init(
    directory: String, secret: ContentSecret, description: ContentDescription, leafListAt path: String
  ) throws(StatementsError) {
    let bytes = try Self.contents(of: path, count: description.leafListLength)
    do {
      self.init(
        directory: directory, secret: secret, description: description,
        leaves: try LeafList(bytes: bytes, of: description))
    } catch {
      throw StatementsError(
        .contentChanged, "\(path) is not the leaf list of this content: prepare the content again")
    }
  }

  /// Stores the leaf list in a file, 32 bytes a chunk, which is also what a buyer downloads.
  public func writeLeafList(to path: String) throws(StatementsError) {
    let temporary = path + ".part"
    do {
      let file = try OpenFile(temporary, .write)
      try file.resize(to: 0)
      try file.write(leaves.bytes, at: 0)
      try file.synchronize()
    }
    try OpenFile.rename(temporary, to: path)
    try OpenFile.synchronizeDirectory(URL(filePath: path).deletingLastPathComponent().path)
  }

  /// Exactly so many bytes and one more if there is one, so that a longer file is refused and never loaded.
  private static func contents(of path: String, count: Int) throws(StatementsError) -> [UInt8] {
    try OpenFile(path, .read).read(at: 0, count: count + 1)
  }
}

public import SemperModel

/// Bulk data as files named by their digest, never in the database.
public protocol BlobStore: Sendable {
  /// Where a blob is or would be on disk. The file may not exist.
  func path(of digest: Digest) -> String
  /// A path for a file in the making, on the same file system. Survives a restart under the same name.
  func partialPath(named name: String) -> String
  /// Makes a finished partial file durable under its digest. The caller has computed the digest over the whole file.
  func keep(partial path: String, as digest: Digest) throws
}

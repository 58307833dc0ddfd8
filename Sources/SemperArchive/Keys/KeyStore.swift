/// Named secrets of a home, wrapped under its master key; nobody reads them from the file.
public protocol KeyStore: Sendable {
  /// Stores a secret under a name that is not yet taken; returns when it is durable. Throws `ArchiveError(.exists)`.
  func store(_ secret: [UInt8], named name: String) async throws
  /// The secret, or `nil` when there is none of that name. Throws `ArchiveError(.locked)` when it does not unwrap.
  func secret(named name: String) async throws -> [UInt8]?
  /// Destroys the secret of this name, if there is one; returns when it is durable. Its place in the storage is
  /// overwritten, so that nobody who later gets hold of the storage and of the master key finds it. Older copies of the
  /// storage still hold it.
  func destroy(named name: String) async throws
}

public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The directory's own side: the files of The Update Framework for services, in `Records`, an edition in one transaction. A
/// reader finds the files of one edition or of the next, whenever the process dies.
///
/// It keeps no private key. Root keys stay off line: their holders sign a `RootMetadata` elsewhere and hand it in; an evaluator
/// hands in files of its own.
public struct ServiceRepository: Sendable {
  private let records: any Records
  private let lifetimes: DirectoryLifetimes
  private static let files = RecordTable("directory_file")
  private static let current = RecordTable("directory_current")
  private static let key = Array("current".utf8)

  public init(records: any Records, lifetimes: DirectoryLifetimes = DirectoryLifetimes()) {
    self.records = records
    self.lifetimes = lifetimes
  }

  /// Founds the directory with its first root. Refuses (`idReused`, blame on us) where there is one, and what a client would
  /// refuse.
  @discardableResult
  public func found(
    _ root: SignedMetadata<RootMetadata>, keys: DirectoryKeys, at now: Timestamp
  ) async throws -> DirectoryEdition {
    let edition = try DirectoryEdition(founding: root, keys: keys, lifetimes: lifetimes, at: now)
    try await store(edition, after: nil, contents: [:])
    return edition
  }

  /// Publishes the next edition and returns it. Refuses what `DirectoryEdition.next` refuses, `goodsMissing` (blame on us) where
  /// something is listed and not here, and `unavailable` where somebody else has published meanwhile.
  @discardableResult
  public func publish(
    _ changes: DirectoryChanges = DirectoryChanges(), keys: DirectoryKeys, at now: Timestamp
  ) async throws -> DirectoryEdition {
    guard let present = try await edition() else {
      throw Refusal(.notFound, blame: .us, "there is no directory here yet; found one")
    }
    let next = try present.next(changes, keys: keys, lifetimes: lifetimes, at: now)
    var contents = [TargetPath: [UInt8]]()
    for (path, bytes) in changes.contents { contents[path] = bytes }
    for submission in changes.submissions { contents.merge(submission.contents) { _, new in new } }
    let listed = next.listed
    for (path, bytes) in contents.sorted(by: { $0.key < $1.key }) {
      guard let listing = listed[path] else {
        throw Refusal(.notAsListed, blame: .peer, "\(path) was handed in, and no file lists it")
      }
      try listing.check(bytes, path)
    }
    try await store(next, after: present, contents: contents)
    return next
  }

  /// The edition that is public now.
  public func edition() async throws -> DirectoryEdition? {
    try await records.read { reader in
      guard let bytes = try reader.value(Self.key, in: Self.current) else { return nil }
      do {
        return try EditionIndex(canonicalBytes: bytes).edition { try reader.value(Array($0.utf8), in: Self.files) }
      } catch let error as CodingError {
        throw ArchiveError(.corrupt, "the directory's index cannot be read: \(error)")
      }
    }
  }

  /// A file as the public sees it, by a path such as `metadata/timestamp.json`.
  public func file(_ path: String) async throws -> [UInt8]? {
    try await records.read { try $0.value(Array(path.utf8), in: Self.files) }
  }

  private func store(
    _ edition: DirectoryEdition, after earlier: DirectoryEdition?, contents: [TargetPath: [UInt8]]
  ) async throws {
    var written = edition.files(after: earlier)
    let listed = edition.listed
    for (path, bytes) in contents {
      guard let listing = listed[path] else { continue }
      written["targets/\(path.prefixed(by: listing.hash))"] = bytes
    }
    let (index, before) = (EditionIndex(edition).canonicalBytes, earlier.map { EditionIndex($0).canonicalBytes })
    let (files, needed) = (written, Self.needed(listed, earlier?.listed ?? [:]))
    try await records.transact { transaction in
      let isNext =
        if let before {
          try transaction.replace(before, with: index, for: Self.key, in: Self.current)
        } else {
          try transaction.insert(index, for: Self.key, in: Self.current)
        }
      guard isNext else {
        throw before == nil
          ? Refusal(.idReused, blame: .us, "there is a directory here already; publish its next edition")
          : Refusal(.unavailable, blame: .us, "somebody else has published meanwhile; try again")
      }
      for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
        try transaction.set(bytes, for: Array(path.utf8), in: Self.files)
      }
      for path in needed where try transaction.value(Array(path.utf8), in: Self.files) == nil {
        throw Refusal(
          .goodsMissing, blame: .us, "\(path) is listed and not here; hand it in with the file that lists it")
      }
    }
  }

  /// The files of contents that are listed now and were not before.
  private static func needed(
    _ listed: [TargetPath: ListedTarget], _ before: [TargetPath: ListedTarget]
  ) -> [String] {
    listed.filter { before[$0.key] != $0.value }.map { "targets/\($0.key.prefixed(by: $0.value.hash))" }.sorted()
  }
}

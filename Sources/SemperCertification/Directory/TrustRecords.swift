import SemperArchive
import SemperCoding
import SemperModel

/// What a client trusts of a directory, kept so that each step of a refresh is one transaction: what was believed once is never
/// unlearned by a crash, and a root never without what it makes forgotten.
struct TrustRecords: Sendable {
  /// What was stored, and the number under which it was.
  struct Stored: Sendable {
    var directory: TrustedDirectory
    var revision: [UInt8]
  }

  private let records: any Records
  private let table = RecordTable("directory_trust")

  init(records: any Records) { self.records = records }

  private enum Key {
    static let revision = Array("revision".utf8)
    /// The root with which trust began.
    static let anchor = Array("anchor".utf8)
    static let root = Array("root".utf8)
    static let timestamp = Array("timestamp".utf8)
    static let snapshot = Array("snapshot".utf8)
    static let targets = Array("targets/".utf8)
  }

  func load() async throws -> Stored? {
    try await records.read { [table] reader in
      guard let revision = try reader.value(Key.revision, in: table), let root = try reader.value(Key.root, in: table)
      else { return nil }
      var targets = [String: [UInt8]]()
      let kept = try reader.list(table, prefix: Key.targets, after: nil, limit: ListedFile.most)
      for (key, value) in kept {
        targets[String(decoding: key.dropFirst(Key.targets.count), as: UTF8.self)] = value
      }
      let (timestamp, snapshot) = (
        try reader.value(Key.timestamp, in: table), try reader.value(Key.snapshot, in: table)
      )
      do throws(Refusal) {
        let directory = try TrustedDirectory(root: root, timestamp: timestamp, snapshot: snapshot, targets: targets)
        return Stored(directory: directory, revision: revision)
      } catch {
        throw ArchiveError(
          .corrupt, "what is kept of the directory cannot be read (\(error.detail)); put the home back from a backup")
      }
    }
  }

  /// Begins to trust a directory. Refuses (`idReused`, blame on us) where another one is trusted.
  func begin(_ directory: TrustedDirectory) async throws {
    try await records.transact { [table] transaction in
      let root = directory.root.bytes
      guard try transaction.insert(root, for: Key.anchor, in: table) else {
        guard try transaction.value(Key.anchor, in: table) == root else {
          throw Refusal(
            .idReused, blame: .us, "a directory is trusted here already; use a home of its own for another one")
        }
        return
      }
      try transaction.set(root, for: Key.root, in: table)
      try transaction.set(Self.number(1), for: Key.revision, in: table)
    }
  }

  /// Stores a step. Refuses (`unavailable`, blame on us) when somebody else has stored one meanwhile, since what it has seen must
  /// be looked at first.
  func save(_ directory: TrustedDirectory, after stored: Stored) async throws -> Stored {
    guard directory != stored.directory else { return stored }
    let next = Self.number(Self.number(stored.revision) + 1)
    let before = stored.directory
    try await records.transact { [table] transaction in
      guard try transaction.replace(stored.revision, with: next, for: Key.revision, in: table) else {
        throw Refusal(.unavailable, blame: .us, "the directory is being refreshed by somebody else here; ask again")
      }
      func put(_ bytes: [UInt8]?, _ old: [UInt8]?, _ key: [UInt8]) throws {
        guard bytes != old else { return }
        if let bytes { try transaction.set(bytes, for: key, in: table) } else { try transaction.remove(key, in: table) }
      }
      try put(directory.root.bytes, before.root.bytes, Key.root)
      try put(directory.timestamp?.bytes, before.timestamp?.bytes, Key.timestamp)
      try put(directory.snapshot?.bytes, before.snapshot?.bytes, Key.snapshot)
      for (name, metadata) in directory.targets.sorted(by: { $0.key < $1.key }) {
        try put(metadata.bytes, before.targets[name]?.bytes, Key.targets + Array(name.utf8))
      }
    }
    return Stored(directory: directory, revision: next)
  }

  /// Forgets the directory, in one transaction.
  func forget() async throws {
    try await records.transact { [table] transaction in
      while case let some = try transaction.list(table, prefix: [], after: nil, limit: 256), !some.isEmpty {
        for (key, _) in some { try transaction.remove(key, in: table) }
      }
    }
  }

  private static func number(_ value: UInt64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

public import SemperArchive
public import SemperEngine

/// An archive in one SQLite file, for one writer.
///
/// What is acknowledged has been written to the disk (WAL, `synchronous = FULL`); all writes of all conversations go
/// through one committer, which lets those that arrive together share a commit. Journal and evidence are hash-chained,
/// and SQL triggers refuse to change or remove them. The file and those beside it have mode 0600.
public struct SQLiteArchive: Archive {
  private let store: SQLiteStore
  private let wrap: KeyWrap

  /// Opens the file at `path`, creating it unless told otherwise; its directory must exist.
  ///
  /// - Parameter masterKey: seals the secrets of `keys`.
  ///
  /// Throws `ArchiveError`: `.busy` when another process or value uses it, `.newerVersion` when a newer Semper wrote
  /// it, `.corrupt` when it is damaged or no archive, else `.unavailable`. The lock is held until `close` or until the
  /// last copy of this value and of its parts is gone.
  public init(path: String, masterKey: [UInt8], creating: Bool = true) throws {
    store = try SQLiteStore(path: path, creating: creating)
    wrap = KeyWrap(master: masterKey)
  }

  public var journal: any Journal { SQLiteJournal(store: store) }
  public var evidence: any EvidenceLog { SQLiteEvidenceLog(store: store) }
  public var records: any Records { SQLiteRecords(store: store) }
  public var keys: any KeyStore { SQLiteKeyStore(store: store, wrap: wrap) }

  public func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any ArchiveTransaction) throws -> Result
  ) async throws -> Result {
    try await store.transact(body)
  }

  /// Throws `ArchiveError(.unavailable)` once a write has failed in such a way that the archive takes nothing more before
  /// it is opened again.
  public func requireOpen() throws(ArchiveError) {
    if let failure = store.committer.failure { throw failure }
  }

  /// Gives, once, what made the archive close for good, at once when it has happened before; who lives on the archive has
  /// to end then.
  public func failures() -> AsyncStream<ArchiveError> { store.committer.failures() }

  /// Whether nothing has ever been written to it.
  func isUnused() throws -> Bool { try store.isUnused() }

  /// How well commits are shared, for measurements.
  public var statistics: CommitStatistics { store.committer.statistics }

  /// SQLite's `journal_mode` and `synchronous` (2 is FULL) of the writing connection.
  public func durability() throws -> (journalMode: String, synchronous: Int) { try store.durability() }

  /// Finishes what has been begun and gives the file to whoever opens it next; whatever is asked afterwards fails.
  public func close() throws { try store.close() }
}

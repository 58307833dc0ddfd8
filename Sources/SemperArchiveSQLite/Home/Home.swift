import Foundation
public import SemperArchive
import SemperCoding

/// A directory that holds all that one role instance remembers: one archive, one blob store, one writer, one tenant.
///
///     archive.sqlite   journal, evidence, records and sealed keys (and -wal, -shm, .lock beside it)
///     secrets.json     the archive's key and the seed, each sealed under the passphrase
///     unattended.key   only for a home that opens without a person: what stands for the passphrase
///     blobs/           bulk data by digest
///
/// Directories have mode 0700, files 0600. Only one `Home` can be open at a time; a second one is refused with `.busy`.
public struct Home: Sendable {
  public let path: String
  public let archive: SQLiteArchive
  public let blobs: FileBlobStore
  private let files: HomeFiles

  private init(_ files: HomeFiles, masterKey: [UInt8], creating: Bool) throws {
    self.files = files
    path = files.directory.path
    archive = try SQLiteArchive(
      path: files.directory.path(of: HomeFiles.archiveName), masterKey: masterKey, creating: creating)
    blobs = try FileBlobStore(directory: files.directory.path(of: HomeFiles.blobsName))
  }

  // MARK: With a passphrase

  /// Makes a new home in a directory that does not exist, is empty, or holds what an interrupted making has left there, and
  /// opens it.
  ///
  /// - Parameters:
  ///   - passphrase: protects the archive's key and the seed. Not empty.
  ///   - strength: what a guess costs; stored beside what it protects. Tests take `.quick`.
  ///   - seed: the seed of a wallet that is being restored; a new one is drawn otherwise.
  ///   - others: small files that the home is not complete without, by their names.
  ///
  /// Throws `ArchiveError(.exists)` when the directory holds anything else.
  public static func create(
    at path: String, passphrase: String, strength: PassphraseStrength = .standard, seed: [UInt8]? = nil,
    beside others: [String: [UInt8]] = [:]
  ) throws -> Home {
    try create(makeDirectory(path, beside: others), passphrase, strength, seed)
  }

  /// Opens a home. Throws `ArchiveError`: `.locked` for a wrong passphrase, `.busy` when it is open elsewhere, and what
  /// `SQLiteArchive` throws.
  public static func open(at path: String, passphrase: String) throws -> Home {
    let files = try existing(path)
    let masterKey = try files.secrets().archiveKey.open(passphrase: passphrase)
    return try Home(files, masterKey: masterKey, creating: false)
  }

  /// Seals the same secrets under another passphrase; the archive itself is not touched.
  ///
  /// The old passphrase opens nothing of this home afterwards, but still opens copies of the old `secrets.json`.
  public func changePassphrase(
    from old: String, to new: String, strength: PassphraseStrength = .standard
  ) throws {
    let secrets = try files.secrets()
    try files.write(
      Self.seal(
        masterKey: secrets.archiveKey.open(passphrase: old), seed: secrets.seed.open(passphrase: old), new, strength))
  }

  /// Gives the home to whoever opens it next.
  public func close() throws { try archive.close() }

  /// The wallet's seed, from which its keys and coins are derived. Asked for apart from the archive's key, by the
  /// process that needs it and when it needs it. Throws `ArchiveError(.locked)` for a wrong passphrase.
  public func seed(passphrase: String) throws -> [UInt8] {
    try files.secrets().seed.open(passphrase: passphrase)
  }

  // MARK: Without a person

  /// Makes a new home that opens without a person: a random key in `unattended.key` (mode 0600) stands for the
  /// passphrase.
  ///
  /// For servers. Whoever can read that file can read the home, so the key protects a copy of the database alone, not a
  /// copy of the directory; keep the key file out of backups.
  public static func createUnattended(at path: String, seed: [UInt8]? = nil) throws -> Home {
    let files = try makeDirectory(path, beside: [:])
    let key = Base64URL.encode(random(32))
    try files.directory.write(Array(key.utf8), to: HomeFiles.keyFileName)
    // A key of 256 bits needs no slow derivation.
    return try create(files, key, .quick, seed)
  }

  /// Opens a home by its key file.
  public static func openUnattended(at path: String) throws -> Home {
    try open(at: path, passphrase: existing(path).keyFile())
  }

  /// The seed of a home that opens by its key file.
  public func unattendedSeed() throws -> [UInt8] { try seed(passphrase: files.keyFile()) }

  /// Whether there is a home in this directory.
  public static func exists(at path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(HomeSecrets.fileName)")
  }

  // MARK: Steps

  /// A directory is taken over when there is nothing in it but what an interrupted making leaves: no secrets, because they
  /// come last.
  private static func makeDirectory(
    _ path: String, beside others: [String: [UInt8]]
  ) throws(ArchiveError) -> HomeFiles {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard present.allSatisfy({ HomeFiles.isUnfinished($0, beside: others.keys) }) else {
      throw ArchiveError(.exists, "\(path) is not empty; choose another directory, or open the home that is there")
    }
    let directory = try PrivateDirectory(path)
    for (name, bytes) in others.sorted(by: { $0.key < $1.key }) { try directory.write(bytes, to: name) }
    return HomeFiles(directory: directory)
  }

  private static func existing(_ path: String) throws(ArchiveError) -> HomeFiles {
    guard exists(at: path) else {
      throw ArchiveError(.unavailable, "there is no home in \(path); create one first")
    }
    return HomeFiles(directory: try PrivateDirectory(path))
  }

  /// The secrets are written last: a home whose making was interrupted is none.
  private static func create(
    _ files: HomeFiles, _ passphrase: String, _ strength: PassphraseStrength, _ seed: [UInt8]?
  ) throws -> Home {
    guard !passphrase.isEmpty else { throw ArchiveError(.locked, "an empty passphrase protects nothing; give one") }
    let masterKey = random(32)
    let secrets = try seal(masterKey: masterKey, seed: seed ?? random(32), passphrase, strength)
    let home = try Home(files, masterKey: masterKey, creating: true)
    do {
      // An archive that has been used has lost its secrets otherwise: it is not ours to begin anew.
      guard try home.archive.isUnused() else {
        throw ArchiveError(
          .exists, "\(files.directory.path) has an archive without its \(HomeSecrets.fileName); put that file back")
      }
      try files.write(secrets)
    } catch {
      try? home.close()
      throw error
    }
    return home
  }

  private static func seal(
    masterKey: [UInt8], seed: [UInt8], _ passphrase: String, _ strength: PassphraseStrength
  ) throws(ArchiveError) -> HomeSecrets {
    var generator = SystemRandomNumberGenerator()
    return HomeSecrets(
      archiveKey: try PassphraseLock(
        masterKey, named: HomeSecrets.archiveKeyName, passphrase: passphrase, strength: strength, using: &generator),
      seed: try PassphraseLock(
        seed, named: HomeSecrets.seedName, passphrase: passphrase, strength: strength, using: &generator))
  }

  private static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

import Foundation
import SemperArchive
import SemperArchiveSQLite
import Synchronization

/// One process's records on SQLite. It dies at a chosen transaction, just before or just after that became durable; what it
/// calls afterwards fails, until a restart opens a copy of the files as they lie on the disk.
final class MortalRecords: Records {
  struct Death: Error {}

  private struct Life {
    var archive: SQLiteArchive
    var path: String
    var generation = 0
    var writes = 0
    var crash: CrashPoint?
    var isDead = false
  }

  private static let masterKey = [UInt8](repeating: 3, count: 32)
  private let directory: TemporaryDirectory
  private let name: String
  private let life: Mutex<Life>

  /// - Parameter template: an archive that this one begins as a copy of.
  init(
    _ name: String, in directory: TemporaryDirectory, from template: String? = nil, crash: CrashPoint? = nil
  ) throws {
    self.directory = directory
    self.name = name
    let path = directory.path(of: "\(name)-0.sqlite")
    if let template { try Self.copy(template, to: path) }
    let archive = try SQLiteArchive(path: path, masterKey: Self.masterKey)
    life = Mutex(Life(archive: archive, path: path, crash: crash))
  }

  var path: String { life.withLock(\.path) }
  var isDead: Bool { life.withLock(\.isDead) }
  /// How often it has died and was opened again.
  var deaths: Int { life.withLock(\.generation) }
  /// How many transactions there were.
  var writes: Int { life.withLock(\.writes) }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    let (archive, number) = try life.withLock { life in
      guard !life.isDead else { throw Death() }
      life.writes += 1
      life.isDead = life.crash == CrashPoint(write: life.writes, .before)
      guard !life.isDead else { throw Death() }
      return (life.archive, life.writes)
    }
    let result = try await archive.records.transact(body)
    try life.withLock { life in
      life.isDead = life.isDead || life.crash == CrashPoint(write: number, .after)
      guard !life.isDead else { throw Death() }
    }
    return result
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    let archive = try life.withLock { life in
      guard !life.isDead else { throw Death() }
      return life.archive
    }
    return try await archive.records.read(body)
  }

  func restart() throws {
    try life.withLock { life in
      life.generation += 1
      let path = directory.path(of: "\(name)-\(life.generation).sqlite")
      try Self.copy(life.path, to: path)
      try life.archive.close()
      life.archive = try SQLiteArchive(path: path, masterKey: Self.masterKey, creating: false)
      (life.path, life.isDead) = (path, false)
    }
  }

  static func copy(_ path: String, to other: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: other + suffix)
    }
  }
}

import Foundation
package import SemperArchive
import SemperArchiveSQLite
import SemperTesting
import Synchronization

/// A folder of its own with one SQLite file for each process of a world.
package final class SQLiteDisks: PaymentDisks {
  private let folder: URL
  private let open = Mutex<[String: SQLiteArchive]>([:])

  package init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "semper-world-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { remove() }

  /// What an earlier life has begun becomes durable first, as on a disk that has power.
  package func open(_ process: String) throws -> any Archive {
    try open.withLock { open in
      try open.removeValue(forKey: process)?.close()
      let archive = try SQLiteArchive(
        path: folder.appending(path: "\(process).sqlite").path, masterKey: [UInt8](repeating: 7, count: 32))
      open[process] = archive
      return archive
    }
  }

  package func remove() {
    let archives = open.withLock { open in
      defer { open = [:] }
      return Array(open.values)
    }
    for archive in archives { try? archive.close() }
    try? FileManager.default.removeItem(at: folder)
  }
}

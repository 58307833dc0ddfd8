import GRDB

/// What an archive has stored, for measurements.
public enum ArchiveSize {
  /// The bytes of all pages in use, after everything has moved from the write-ahead log into the file. Nobody else may have it open.
  public static func ofClosed(_ path: String) throws -> Int {
    let queue = try DatabaseQueue(path: path)
    let bytes = try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      func value(_ pragma: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0 }
      return try value("page_size") * (value("page_count") - value("freelist_count"))
    }
    try queue.close()
    return bytes
  }
}

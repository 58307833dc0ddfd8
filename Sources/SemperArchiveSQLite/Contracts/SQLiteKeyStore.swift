import GRDB
import SemperArchive

struct SQLiteKeyStore: KeyStore {
  let store: SQLiteStore
  let wrap: KeyWrap

  func store(_ secret: [UInt8], named name: String) async throws {
    let sealed = SQLiteValue.data(try wrap.seal(secret, named: name))
    try await store.committer.perform { database in
      try database.cachedStatement(sql: "INSERT INTO secret (name, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .execute(arguments: [name, sealed])
      guard database.changesCount == 1 else {
        throw ArchiveError(.exists, "there is already a secret named “\(name)”; secrets are never replaced")
      }
    }
  }

  func secret(named name: String) async throws -> [UInt8]? {
    let sealed = try await store.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT sealed FROM secret WHERE name = ?"), arguments: [name]
      ).map { SQLiteValue.bytes($0, 0) }
    }
    return try sealed.map { sealed in try wrap.open(sealed, named: name) }
  }

  func destroy(named name: String) async throws {
    try await store.committer.perform { database in
      // Overwrites the freed bytes of the page with zeros.
      try database.execute(sql: "PRAGMA secure_delete = ON")
      defer { try? database.execute(sql: "PRAGMA secure_delete = OFF") }
      try database.cachedStatement(sql: "DELETE FROM secret WHERE name = ?").execute(arguments: [name])
    }
    // The log of earlier writes still holds the page as it was.
    try await store.emptyWriteAheadLog()
  }
}

import GRDB
import SemperArchive
import SemperModel

struct SQLiteEvidenceLog: EvidenceLog {
  let store: SQLiteStore

  func add(_ items: [EvidenceItem]) async throws {
    try await store.committer.perform { database in try Self.add(items, in: database) }
  }

  static func add(_ items: [EvidenceItem], in database: Database) throws {
    for item in items {
      let fingerprint = SQLiteValue.data(item.fingerprint.bytes)
      let known = try database.cachedStatement(sql: "SELECT 1 FROM evidence WHERE fingerprint = ?")
      guard try Row.fetchOne(known, arguments: [fingerprint]) == nil else { continue }
      var chain = try head(in: database)
      let number = chain.count
      chain.append(item)
      let link = SQLiteValue.data(chain.link.bytes)
      try database.cachedStatement(
        sql: "INSERT INTO evidence (number, deal, form, bytes, fingerprint, link) VALUES (?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        number, SQLiteValue.data(item.deal.bytes), item.form, SQLiteValue.data(item.bytes), fingerprint, link,
      ])
      try database.cachedStatement(
        sql: """
          INSERT INTO evidence_head (only, count, link) VALUES (1, ?, ?)
          ON CONFLICT (only) DO UPDATE SET count = excluded.count, link = excluded.link
          """
      ).execute(arguments: [chain.count, link])
    }
  }

  func items(of deal: ID<Deal>) async throws -> [EvidenceItem] {
    try await store.read { database in
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT form, bytes FROM evidence WHERE deal = ? ORDER BY number"),
        arguments: [SQLiteValue.data(deal.bytes)])
      var items: [EvidenceItem] = []
      while let row = try rows.next() {
        items.append(EvidenceItem(deal: deal, form: row[0], bytes: SQLiteValue.bytes(row, 1)))
      }
      return items
    }
  }

  func verifyChain() async throws -> Int {
    try await store.read { database in
      var chain = EvidenceChain()
      let rows = try Row.fetchCursor(
        database, sql: "SELECT deal, form, bytes, fingerprint, link FROM evidence ORDER BY number")
      while let row = try rows.next() {
        guard let deal = try? ID<Deal>(bytes: SQLiteValue.bytes(row, 0)) else {
          throw SQLiteValue.damaged("a deal's id")
        }
        let item = EvidenceItem(deal: deal, form: row[1], bytes: SQLiteValue.bytes(row, 2))
        try chain.follow(item, link: SQLiteValue.bytes(row, 4))
        guard item.fingerprint.bytes == SQLiteValue.bytes(row, 3) else { throw SQLiteValue.damaged("a fingerprint") }
      }
      try chain.arrive(at: Self.head(in: database))
      return chain.count
    }
  }

  private static func head(in database: Database) throws -> EvidenceChain {
    let statement = try database.cachedStatement(sql: "SELECT count, link FROM evidence_head")
    guard let row = try Row.fetchOne(statement) else { return EvidenceChain() }
    return EvidenceChain(count: row[0], link: try SQLiteValue.digest(row, 1))
  }
}

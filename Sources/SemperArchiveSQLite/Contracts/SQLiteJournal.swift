import GRDB
import SemperArchive
import SemperEngine
import SemperModel

struct SQLiteJournal: Journal {
  let store: SQLiteStore

  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws {
    do {
      try await store.committer.perform { database in try Self.append(entries, to: conversation, in: database) }
    } catch {
      throw SQLiteFailure.journalError(error)
    }
  }

  func entries(of conversation: ConversationID) async throws -> [JournalEntry] {
    do {
      return try await store.read { database in
        guard let (number, head) = try Self.head(of: conversation, in: database) else { return [] }
        let rows = try Row.fetchCursor(
          database.cachedStatement(
            sql: "SELECT sequence, time, bytes, link FROM journal WHERE conversation = ? ORDER BY sequence"),
          arguments: [number])
        var stored: [(entry: JournalEntry, link: [UInt8])] = []
        while let row = try rows.next() {
          let entry = JournalEntry(
            sequence: row[0], time: try SQLiteValue.timestamp(row[1]), bytes: SQLiteValue.bytes(row, 2))
          stored.append((entry, SQLiteValue.bytes(row, 3)))
        }
        try JournalChain.verify(stored, of: conversation, upTo: head)
        return stored.map(\.entry)
      }
    } catch {
      throw SQLiteFailure.journalError(error)
    }
  }

  func conversations(of machine: String) async throws -> [ConversationID] {
    do {
      return try await store.read { database in
        try String.fetchAll(
          database, sql: "SELECT id FROM conversation WHERE machine = ? ORDER BY number", arguments: [machine]
        ).map { ConversationID(machine: machine, id: $0) }
      }
    } catch {
      throw SQLiteFailure.journalError(error)
    }
  }

  static func append(
    _ entries: [JournalEntry], to conversation: ConversationID, in database: Database
  ) throws {
    let stored = try head(of: conversation, in: database)
    var chain = stored?.head ?? JournalChain(of: conversation)
    var number = stored?.number
    for entry in entries {
      try chain.append(entry)
      let link = SQLiteValue.data(chain.link.bytes)
      let known: Int64
      if let number {
        known = number
        try database.cachedStatement(sql: "UPDATE conversation SET count = ?, link = ? WHERE number = ?")
          .execute(arguments: [chain.count, link, known])
      } else {
        try database.cachedStatement(sql: "INSERT INTO conversation (machine, id, count, link) VALUES (?, ?, ?, ?)")
          .execute(arguments: [conversation.machine, conversation.id, chain.count, link])
        known = database.lastInsertedRowID
        number = known
      }
      try database.cachedStatement(
        sql: "INSERT INTO journal (conversation, sequence, time, bytes, link) VALUES (?, ?, ?, ?, ?)"
      ).execute(arguments: [known, entry.sequence, entry.time.seconds, SQLiteValue.data(entry.bytes), link])
    }
  }

  private static func head(
    of conversation: ConversationID, in database: Database
  ) throws -> (number: Int64, head: JournalChain)? {
    let statement = try database.cachedStatement(
      sql: "SELECT number, count, link FROM conversation WHERE machine = ? AND id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [conversation.machine, conversation.id]) else { return nil }
    return (row[0], JournalChain(count: row[1], link: try SQLiteValue.digest(row, 2)))
  }
}

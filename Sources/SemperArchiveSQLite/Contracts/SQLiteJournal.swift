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
      let link = PreparedStatement.Value.bytes(chain.link.bytes)
      let known: Int64
      if let number {
        known = number
        try PreparedStatement("UPDATE conversation SET count = ?, link = ? WHERE number = ?", in: database)
          .run(.integer(Int64(chain.count)), link, .integer(known))
      } else {
        try PreparedStatement("INSERT INTO conversation (machine, id, count, link) VALUES (?, ?, ?, ?)", in: database)
          .run(.text(conversation.machine), .text(conversation.id), .integer(Int64(chain.count)), link)
        known = database.lastInsertedRowID
        number = known
      }
      try PreparedStatement(
        "INSERT INTO journal (conversation, sequence, time, bytes, link) VALUES (?, ?, ?, ?, ?)", in: database
      ).run(.integer(known), .integer(Int64(entry.sequence)), .integer(entry.time.seconds), .bytes(entry.bytes), link)
    }
  }

  private static func head(
    of conversation: ConversationID, in database: Database
  ) throws -> (number: Int64, head: JournalChain)? {
    try PreparedStatement("SELECT number, count, link FROM conversation WHERE machine = ? AND id = ?", in: database)
      .first(.text(conversation.machine), .text(conversation.id)) { row in
        let link = try SQLiteValue.digest(row.bytes(2))
        return (row.integer(0), JournalChain(count: Int(row.integer(1)), link: link))
      }
  }
}

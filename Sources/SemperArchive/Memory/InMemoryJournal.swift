import SemperEngine
import SemperModel

struct InMemoryJournal: Journal {
  let process: InMemoryProcess

  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws {
    do {
      try process.transact { try $0.append(entries, to: conversation) }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }

  func entries(of conversation: ConversationID) async throws -> [JournalEntry] {
    do {
      return try process.read { content in
        let stored = content.journal[conversation] ?? []
        try JournalChain.verify(
          stored.map { ($0.entry, $0.link) }, of: conversation,
          upTo: content.heads[conversation] ?? JournalChain(of: conversation))
        return stored.map(\.entry)
      }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }

  func conversations(of machine: String) async throws -> [ConversationID] {
    do {
      return try process.read { content in content.conversations.filter { $0.machine == machine } }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }
}

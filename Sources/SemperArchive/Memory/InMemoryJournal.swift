import SemperEngine
import SemperModel

struct InMemoryJournal: Journal {
  let process: InMemoryProcess

  func append(_ entry: JournalEntry, to conversation: ConversationID) async throws {
    do {
      try process.write("journal \(conversation) entry \(entry.sequence)") { content in
        var head = content.heads[conversation] ?? JournalChain(of: conversation)
        try head.append(entry)
        if content.heads.updateValue(head, forKey: conversation) == nil { content.conversations.append(conversation) }
        content.journal[conversation, default: []].append(.init(entry: entry, link: head.link.bytes))
      }
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

import SemperEngine

/// A journal that notes when an entry has become durable.
struct NotingJournal: Journal {
  let journal: any Journal
  let notes: Notes

  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws {
    try await journal.append(entries, to: conversation)
    for entry in entries { notes.add("entry \(entry.sequence)") }
  }

  func entries(of conversation: ConversationID) async throws -> [JournalEntry] {
    try await journal.entries(of: conversation)
  }

  func conversations(of machine: String) async throws -> [ConversationID] {
    try await journal.conversations(of: machine)
  }
}

import SemperEngine
import SemperModel
import Synchronization

/// The disk of an in-memory archive: what survives when a process dies.
final class InMemoryStorage: Sendable {
  struct StoredEntry {
    var entry: JournalEntry
    var link: [UInt8]
  }

  struct StoredItem {
    var item: EvidenceItem
    var link: [UInt8]
  }

  struct Content {
    var journal: [ConversationID: [StoredEntry]] = [:]
    var heads: [ConversationID: JournalChain] = [:]
    var conversations: [ConversationID] = []
    var evidence: [StoredItem] = []
    var evidenceHead = EvidenceChain()
    var records = InMemoryTables()
    var keys: [String: [UInt8]] = [:]
    /// What each durable write was, in order.
    var writes: [String] = []

    mutating func append(_ entry: JournalEntry, to conversation: ConversationID) throws(JournalError) {
      var head = heads[conversation] ?? JournalChain(of: conversation)
      try head.append(entry)
      if heads.updateValue(head, forKey: conversation) == nil { conversations.append(conversation) }
      journal[conversation, default: []].append(StoredEntry(entry: entry, link: head.link.bytes))
    }

    mutating func keep(_ item: EvidenceItem) {
      guard !evidence.contains(where: { $0.item == item }) else { return }
      evidenceHead.append(item)
      evidence.append(StoredItem(item: item, link: evidenceHead.link.bytes))
    }
  }

  let content = Mutex(Content())
}

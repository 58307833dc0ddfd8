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
  }

  let content = Mutex(Content())
}

import SemperEngine
import SemperModel
import Synchronization

/// What somebody with access to the storage may have done behind the archive's back. Every backend's tests do these.
public enum Tampering: String, Sendable, CaseIterable {
  case changeJournalEntry, removeJournalEntry, removeLastJournalEntry, swapJournalEntries
  case changeEvidence, removeEvidence, removeLastEvidence, swapEvidence
}

extension InMemoryArchive {
  /// Tampers with the storage: with the second entry of the first conversation or the second item of evidence.
  package func tamper(_ how: Tampering) {
    storage.content.withLock { content in
      guard let conversation = content.conversations.first, var journal = content.journal[conversation] else { return }
      switch how {
      case .changeJournalEntry:
        let entry = journal[1].entry
        journal[1].entry = .init(sequence: entry.sequence, time: entry.time, bytes: entry.bytes + [0])
      case .removeJournalEntry: journal.remove(at: 1)
      case .removeLastJournalEntry: journal.removeLast()
      case .swapJournalEntries: journal.swapAt(1, 2)
      case .changeEvidence:
        let item = content.evidence[1].item
        content.evidence[1].item = EvidenceItem(deal: item.deal, form: item.form, bytes: item.bytes + [0])
      case .removeEvidence: content.evidence.remove(at: 1)
      case .removeLastEvidence: content.evidence.removeLast()
      case .swapEvidence: content.evidence.swapAt(1, 2)
      }
      content.journal[conversation] = journal
    }
  }

  /// The sealed secrets as they are stored, for a test that looks for plain ones.
  package var sealedSecrets: [[UInt8]] { storage.content.withLock { Array($0.keys.values) } }
}

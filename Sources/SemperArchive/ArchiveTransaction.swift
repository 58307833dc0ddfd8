public import SemperEngine

/// What a transaction over a whole archive can change.
public protocol ArchiveTransaction: RecordTransaction {
  /// As `Journal.append`: throws `JournalError.conflict` when the first is not the next one.
  func append(_ entries: [JournalEntry], to conversation: ConversationID) throws

  /// As `EvidenceLog.add`: what the deal already has changes nothing.
  func keep(_ items: [EvidenceItem]) throws
}

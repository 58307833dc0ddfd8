import SemperCoding
public import SemperModel

extension Journal {
  /// Writes the header and the first event of a new conversation, so that it exists, durably, before anything runs it.
  ///
  /// Throws `JournalError.conflict` when the conversation exists.
  public func begin<Machine: ProtocolMachine>(
    _ machine: Machine.Type, with event: Machine.Event, conversation: ConversationID, at now: Timestamp
  ) async throws {
    let header = JournalHeader(machine: Machine.identity).canonicalBytes
    try await append(JournalEntry(sequence: 0, time: now, bytes: header), to: conversation)
    try await append(JournalEntry(sequence: 1, time: now, bytes: event.canonicalBytes), to: conversation)
  }
}

import SemperCoding
public import SemperModel

extension JournalEntry {
  /// The header and the first event of a new conversation, so that it exists, durably, before anything runs it.
  public static func beginning<Machine: ProtocolMachine>(
    _ machine: Machine.Type, with event: Machine.Event, at now: Timestamp
  ) -> [JournalEntry] {
    [header(of: machine, at: now), JournalEntry(sequence: 1, time: now, bytes: event.canonicalBytes)]
  }

  package static func header<Machine: ProtocolMachine>(of machine: Machine.Type, at now: Timestamp) -> JournalEntry {
    JournalEntry(sequence: 0, time: now, bytes: JournalHeader(machine: Machine.identity).canonicalBytes)
  }
}

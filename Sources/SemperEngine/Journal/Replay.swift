import SemperCoding
import SemperModel

/// Brings a machine to the state that its journal tells, verifying nothing again: the journal is trusted because the
/// archive chains it and because events were verified before they were written.
public enum Replay {
  /// What an entry may be. The driver writes nothing beyond it, because it could not be read back.
  static let limits = DecodingLimits(bytes: 16 << 20, members: 1 << 20)

  /// Replays all entries of one conversation into a fresh machine.
  ///
  /// Throws `JournalError.corrupt` when the entries are not numbered from 0, are not events of this machine, or were
  /// written by another version of it.
  public static func restore<Machine: ProtocolMachine>(
    _ machine: inout Machine, from entries: [JournalEntry]
  ) throws(JournalError) {
    guard let first = entries.first else { return }
    let header = try decode(JournalHeader.self, first)
    guard header.machine == Machine.identity else {
      throw JournalError(
        .corrupt,
        "this conversation was written by \(header.machine.name) version \(header.machine.version), "
          + "not by \(Machine.identity.name) version \(Machine.identity.version)")
    }
    for (index, entry) in entries.enumerated() {
      guard entry.sequence == index else {
        throw JournalError(.corrupt, "journal entry \(index) is missing")
      }
      if index > 0 { _ = machine.handle(try decode(Machine.Event.self, entry), at: entry.time) }
    }
  }

  private static func decode<Value: CanonicalValue>(
    _ type: Value.Type, _ entry: JournalEntry
  ) throws(JournalError) -> Value {
    do {
      return try Value(canonicalBytes: entry.bytes, limits: limits)
    } catch {
      throw JournalError(.corrupt, "journal entry \(entry.sequence) cannot be read: \(error)")
    }
  }
}

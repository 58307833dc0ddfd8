import SemperArchive
import SemperEngine
import SemperModel

enum JournalBehaviours {
  static let all: [ArchiveBehaviour] =
    [
      ArchiveBehaviour("a conversation without entries is empty") { bench in
        try await requireEqual(bench.archive.journal.entries(of: one).count, 0, "entries")
        try await requireEqual(bench.archive.journal.conversations(of: "m").count, 0, "conversations")
      },
      ArchiveBehaviour("journal entries come back in order, with time and bytes") { bench in
        let entries = try await write(5, to: one, bench)
        try await requireEqual(bench.archive.journal.entries(of: one), entries, "entries")
      },
      ArchiveBehaviour("an entry may be empty or large") { bench in
        let journal = try await bench.archive.journal
        let entries = [
          JournalEntry(sequence: 0, time: Timestamp(seconds: -1), bytes: []),
          JournalEntry(
            sequence: 1, time: Timestamp(seconds: 253_402_300_799), bytes: Array(repeating: 0xff, count: 1 << 20)),
        ]
        for entry in entries { try await journal.append(entry, to: one) }
        try await requireEqual(journal.entries(of: one), entries, "entries")
      },
      ArchiveBehaviour("a number that is taken is a conflict and changes nothing") { bench in
        let entries = try await write(3, to: one, bench)
        try await requireConflict(JournalEntry(sequence: 1, time: time, bytes: [9]), bench)
        try await requireConflict(entries[2], bench)
        try await requireEqual(bench.archive.journal.entries(of: one), entries, "entries")
      },
      ArchiveBehaviour("a number that is skipped is a conflict and changes nothing") { bench in
        try await requireConflict(JournalEntry(sequence: 1, time: time, bytes: [9]), bench)
        let entries = try await write(2, to: one, bench)
        try await requireConflict(JournalEntry(sequence: 3, time: time, bytes: [9]), bench)
        try await requireConflict(JournalEntry(sequence: -1, time: time, bytes: [9]), bench)
        try await requireEqual(bench.archive.journal.entries(of: one), entries, "entries")
      },
      ArchiveBehaviour("several entries are added all or none") { bench in
        let first = (0..<3).map { JournalEntry(sequence: $0, time: time, bytes: [UInt8($0)]) }
        try await bench.archive.journal.append(first, to: one)
        let torn = [3, 5].map { JournalEntry(sequence: $0, time: time, bytes: []) }
        _ = try await requireFailure("a gap") { try await bench.archive.journal.append(torn, to: one) }
        try await requireEqual(bench.archive.journal.entries(of: one), first, "entries")
      },
      ArchiveBehaviour("a transaction over journal, evidence and records is all or nothing") { bench in
        let archive = try await bench.archive
        let item = EvidenceBehaviours.item(0, of: EvidenceBehaviours.deal(1))
        let table = RecordTable("beside")
        @Sendable func write(_ sequence: Int, _ transaction: any ArchiveTransaction) throws {
          try transaction.keep([item])
          try transaction.set([7], for: [1], in: table)
          try transaction.append([JournalEntry(sequence: sequence, time: time, bytes: [])], to: one)
        }
        _ = try await requireFailure("a conflict") { try await archive.transact { try write(1, $0) } }
        try await requireEqual(archive.evidence.verifyChain(), 0, "items after a conflict")
        try await requireEqual(archive.records.read { try $0.value([1], in: table) }, nil, "record after a conflict")
        try await archive.transact { try write(0, $0) }
        try await requireEqual(archive.evidence.items(of: EvidenceBehaviours.deal(1)), [item], "items")
        try await requireEqual(archive.records.read { try $0.value([1], in: table) }, [7], "record")
        try await requireEqual(archive.journal.entries(of: one).count, 1, "entries")
      },
      ArchiveBehaviour("of many writers of the same entry exactly one wins") { bench in
        let journal = try await bench.archive.journal
        let wins = try await winners(of: 50) { index in
          do {
            try await journal.append(JournalEntry(sequence: 0, time: time, bytes: [UInt8(index)]), to: one)
            return true
          } catch let error as JournalError where error.code == .conflict {
            return false
          }
        }
        try requireEqual(wins.count, 1, "winners")
        try await requireEqual(
          journal.entries(of: one).map(\.bytes), wins.map { [UInt8($0)] }, "the winner's entry")
      },
      ArchiveBehaviour("conversations do not see each other") { bench in
        let first = try await write(2, to: one, bench)
        let second = try await write(4, to: ConversationID(machine: "m", id: "two"), bench)
        let third = try await write(1, to: ConversationID(machine: "other", id: "one"), bench)
        let journal = try await bench.archive.journal
        try await requireEqual(journal.entries(of: one), first, "first conversation")
        try await requireEqual(
          journal.entries(of: ConversationID(machine: "m", id: "two")), second, "second conversation")
        try await requireEqual(journal.entries(of: ConversationID(machine: "other", id: "one")), third, "other machine")
      },
      ArchiveBehaviour("conversations of a machine are listed in the order in which they began") { bench in
        for id in ["c", "a", "b"] { _ = try await write(1, to: ConversationID(machine: "m", id: id), bench) }
        _ = try await write(1, to: ConversationID(machine: "other", id: "z"), bench)
        let journal = try await bench.archive.journal
        try await journal.append(
          JournalEntry(sequence: 1, time: time, bytes: []), to: ConversationID(machine: "m", id: "c"))
        try await requireEqual(journal.conversations(of: "m").map(\.id), ["c", "a", "b"], "conversations")
      },
      ArchiveBehaviour("acknowledged journal entries survive a restart, and the next number follows them") { bench in
        var entries = try await write(3, to: one, bench)
        try await bench.restart()
        let journal = try await bench.archive.journal
        try await requireEqual(journal.entries(of: one), entries, "entries")
        entries.append(JournalEntry(sequence: 3, time: time, bytes: [3]))
        try await journal.append(entries[3], to: one)
        try await requireEqual(journal.entries(of: one), entries, "entries")
      },
    ]
    + [Tampering.changeJournalEntry, .removeJournalEntry, .removeLastJournalEntry, .swapJournalEntries].map { how in
      ArchiveBehaviour("tampering with the journal is noticed when it is read: \(how)") { bench in
        _ = try await write(5, to: one, bench)
        try await bench.archive.evidence.add(EvidenceBehaviours.item(0, of: EvidenceBehaviours.deal(1)))
        try await bench.tamper(how)
        let error = try await requireFailure("a changed journal") { try await bench.archive.journal.entries(of: one) }
        try requireEqual((error as? JournalError)?.code, .corrupt, "error")
      }
    }

  static let one = ConversationID(machine: "m", id: "one")
  static let time = Timestamp(seconds: 1_800_000_000)

  static func write(
    _ count: Int, to conversation: ConversationID, _ bench: any ArchiveUnderTest
  ) async throws -> [JournalEntry] {
    let journal = try await bench.archive.journal
    let entries = (0..<count).map { number in
      JournalEntry(
        sequence: number, time: Timestamp(seconds: time.seconds + Int64(number)),
        bytes: Array("entry \(number) of \(conversation)".utf8))
    }
    for entry in entries { try await journal.append(entry, to: conversation) }
    return entries
  }

  private static func requireConflict(_ entry: JournalEntry, _ bench: any ArchiveUnderTest) async throws {
    let error = try await requireFailure("entry \(entry.sequence)") {
      try await bench.archive.journal.append(entry, to: one)
    }
    try requireEqual((error as? JournalError)?.code, .conflict, "error")
  }
}

/// Runs so many attempts at once and returns which of them say that they won.
func winners(
  of count: Int, _ attempt: @escaping @Sendable (Int) async throws -> Bool
) async throws -> [Int] {
  try await withThrowingTaskGroup(of: Int?.self) { group in
    for index in 0..<count { group.addTask { try await attempt(index) ? index : nil } }
    return try await group.reduce(into: []) { wins, index in if let index { wins.append(index) } }
  }
}

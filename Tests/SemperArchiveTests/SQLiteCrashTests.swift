import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperEngine
import SemperModel
import Testing

/// Acknowledged is forever, whenever the process dies.
@Suite(.serialized) struct SQLiteCrashTests {
  /// At each acknowledgement the files are copied as they lie there, while others go on writing: that is what a process
  /// killed at this moment leaves behind.
  @Test func everyCopyHoldsWhatWasAcknowledged() async throws {
    let bench = try SQLiteUnderTest()
    let archive = await bench.current
    let path = await bench.path
    let background = Task {
      // Few enough that SQLite moves nothing from the log to the database meanwhile: two files are not copied at once.
      for number in 0..<100 {
        try await archive.journal.append(Self.entry(number), to: ConversationID(machine: "m", id: "background"))
      }
    }
    for number in 0..<12 {
      try await archive.journal.append(Self.entry(number), to: Self.conversation)
      let copy = path + ".\(number)"
      try SQLiteUnderTest.copy(path, to: copy)
      let left = try SQLiteArchive(path: copy, masterKey: SQLiteUnderTest.masterKey, creating: false)
      #expect(try await left.journal.entries(of: Self.conversation).count == number + 1)
      try left.close()
    }
    try await background.value
  }

  /// A process of its own appends from eight tasks, notes what was acknowledged and kills itself with signal 9.
  @Test(arguments: [1, 20, 150])
  func aKilledProcessLosesNothingAcknowledged(after count: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path
    for round in 0..<2 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, count = count as Int, round = round as Int] in
        try await Self.writeUntilKilled(in: path, round: round, after: count)
      }
    }
    let acknowledged = try String(contentsOfFile: path + "/acknowledged", encoding: .utf8).split(separator: "\n")
    #expect(acknowledged.count >= 2 * count)
    let archive = try SQLiteArchive(path: path + "/archive.sqlite", masterKey: [], creating: false)
    let stored = try await stored(in: archive)
    for line in acknowledged { #expect(stored.contains(String(line))) }
  }

  private func stored(in archive: SQLiteArchive) async throws -> Set<String> {
    var found: Set<String> = []
    for conversation in try await archive.journal.conversations(of: "m") {
      for entry in try await archive.journal.entries(of: conversation) {
        found.insert("\(conversation.id) \(entry.sequence)")
      }
    }
    return found
  }

  private static func writeUntilKilled(in path: String, round: Int, after count: Int) async throws {
    let archive = try SQLiteArchive(path: path + "/archive.sqlite", masterKey: [])
    let notes = open(path + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let id = "\(round)-\(writer)"
          for number in 0... {
            try await archive.journal.append(entry(number), to: ConversationID(machine: "m", id: id))
            let line = Array("\(id) \(number)\n".utf8)
            guard write(notes, line, line.count) == line.count else { return }
            // No line is longer than 8 bytes.
            if lseek(notes, 0, SEEK_END) >= count * 8 * (round + 1) { kill(getpid(), SIGKILL) }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static let conversation = ConversationID(machine: "m", id: "one")

  private static func entry(_ number: Int) -> JournalEntry {
    JournalEntry(
      sequence: number, time: Timestamp(seconds: 1_800_000_000),
      bytes: Array(repeating: UInt8(number % 256), count: 300))
  }
}

import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperEngine
import SemperModel
import SemperTesting
import Testing

@Suite struct SQLiteArchiveTests {
  @Test func commitsAreDurable() async throws {
    let archive = try await SQLiteUnderTest().current
    let durability = try archive.durability()
    #expect(durability.journalMode == "wal")
    #expect(durability.synchronous == 2, "2 is FULL")
  }

  @Test(arguments: [
    "UPDATE journal SET bytes = x'00'", "DELETE FROM journal", "UPDATE evidence SET bytes = x'00'",
    "DELETE FROM evidence", "UPDATE conversation SET count = 0", "DELETE FROM conversation",
    "DELETE FROM evidence_head",
    "UPDATE evidence_head SET count = 0", "UPDATE secret SET sealed = x'00'",
  ])
  func tablesThatOnlyGrowRefuse(_ statement: String) async throws {
    let bench = try SQLiteUnderTest()
    try await bench.current.journal.append(entry(0), to: conversation)
    try await bench.current.evidence.add(evidence)
    try await bench.current.keys.store([1], named: "key")
    await #expect(throws: RawSQL.Failure.self) { try await RawSQL.run([statement], on: bench.path) }
    #expect(try await bench.current.journal.entries(of: conversation).count == 1)
    #expect(try await bench.current.evidence.verifyChain() == 1)
  }

  @Test func aDestroyedSecretIsOverwritten() async throws {
    let bench = try SQLiteUnderTest()
    let keys = await bench.current.keys
    for name in ["before", "epoch", "after"] { try await keys.store(Array(repeating: 7, count: 300), named: name) }
    let query = "SELECT hex(sealed) FROM secret WHERE name = 'epoch'"
    let sealed = try await RawSQL.run([query], on: bench.path).filter(\.isHexDigit).lowercased()
    #expect(sealed.count > 600)
    func isThere() async throws -> Bool {
      try await bench.bytesAtRest().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        .contains(sealed.prefix(128))
    }
    #expect(try await isThere())
    try await keys.destroy(named: "epoch")
    #expect(try await !isThere())
    #expect(try await keys.secret(named: "after")?.count == 300)
  }

  @Test func concurrentWritersShareCommits() async throws {
    let archive = try await SQLiteUnderTest().current
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<64 {
        group.addTask {
          for number in 0..<10 {
            try await archive.journal.append(entry(number), to: ConversationID(machine: "m", id: "\(writer)"))
          }
        }
      }
      try await group.waitForAll()
    }
    let statistics = archive.statistics
    #expect(statistics.operations == 640)
    #expect(statistics.commits < 320, "\(statistics.commits) commits for 640 appends")
  }

  @Test func aLoneWriterIsNotHeldUp() async throws {
    let archive = try await SQLiteUnderTest().current
    for number in 0..<5 { try await archive.journal.append(entry(number), to: conversation) }
    #expect(archive.statistics.operations == 5)
    #expect(archive.statistics.commits == 5)
  }

  /// A broken reference that SQLite notices only at the commit stands for a disk that fails then.
  @Test func aFailedCommitFailsAllAndIsNeverTriedAgain() async throws {
    let bench = try SQLiteUnderTest()
    let archive = await bench.current
    try await archive.records.transact { try $0.set([1], for: [1], in: RecordTable("coins")) }
    let watch = archive.failures()
    try archive.requireOpen()
    try await RawSQL.run(
      [
        "CREATE TABLE fault (target INTEGER REFERENCES conversation (number) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER fault_on_write AFTER UPDATE ON record_coins BEGIN INSERT INTO fault VALUES (77); END",
      ], on: bench.path)
    await #expect(throws: ArchiveError.self) {
      try await archive.records.transact { try $0.set([2], for: [1], in: RecordTable("coins")) }
    }
    try await RawSQL.run(["DROP TRIGGER fault_on_write"], on: bench.path)
    let error = await #expect(throws: JournalError.self) {
      try await archive.journal.append(entry(0), to: conversation)
    }
    #expect(error?.code == .unavailable)
    // Who watched hears of it, and so does who asks later.
    for failures in [watch, archive.failures()] {
      var told: [ArchiveError.Code] = []
      for await failure in failures { told.append(failure.code) }
      #expect(told == [.unavailable])
    }
    #expect(throws: ArchiveError.self) { try archive.requireOpen() }
    #expect(try await archive.records.read { try $0.value([1], in: RecordTable("coins")) } == [1])

    try await bench.restart()
    try await bench.current.requireOpen()
    try await bench.current.journal.append(entry(0), to: conversation)
  }

  @Test func aSecondOpenerIsRefused() async throws {
    let bench = try SQLiteUnderTest()
    let path = await bench.path
    let error = #expect(throws: ArchiveError.self) {
      try SQLiteArchive(path: path, masterKey: SQLiteUnderTest.masterKey)
    }
    #expect(error?.code == .busy)
    try await bench.current.close()
    try SQLiteArchive(path: path, masterKey: SQLiteUnderTest.masterKey).close()
  }

  @Test func aNewerSchemaIsRefused() async throws {
    let bench = try SQLiteUnderTest()
    let path = await bench.path
    try await bench.current.close()
    try RawSQL.run(["INSERT INTO grdb_migrations VALUES ('9999 something new')"], on: path)
    let error = #expect(throws: ArchiveError.self) {
      try SQLiteArchive(path: path, masterKey: SQLiteUnderTest.masterKey)
    }
    #expect(error?.code == .newerVersion)
  }

  @Test func aFileThatIsNoArchiveIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "archive.sqlite")
    try Data("this is a letter, not a database, and it is long enough to look at".utf8).write(
      to: URL(fileURLWithPath: path))
    let error = #expect(throws: ArchiveError.self) { try SQLiteArchive(path: path, masterKey: []) }
    #expect(error?.code == .corrupt)
  }

  @Test func aMissingFileIsCreatedOnlyOnRequest() throws {
    let directory = try TemporaryDirectory()
    let error = #expect(throws: ArchiveError.self) {
      try SQLiteArchive(path: directory.path(of: "archive.sqlite"), masterKey: [], creating: false)
    }
    #expect(error?.code == .unavailable)
  }

  @Test func filesAreForTheirOwnerOnly() async throws {
    let bench = try SQLiteUnderTest()
    try await bench.current.journal.append(entry(0), to: conversation)
    for suffix in ["", "-wal", "-shm", ".lock"] {
      #expect(try bench.directory.mode(of: "0.sqlite\(suffix)") == 0o600, "mode of the file\(suffix)")
    }
  }

  @Test func aClosedArchiveRefuses() async throws {
    let archive = try await SQLiteUnderTest().current
    try archive.close()
    await #expect(throws: JournalError.self) { try await archive.journal.append(entry(0), to: conversation) }
    await #expect(throws: ArchiveError.self) { try await archive.evidence.verifyChain() }
  }

  @Test func aSecretUnderAnotherMasterKeyStaysShut() async throws {
    let bench = try SQLiteUnderTest()
    try await bench.current.keys.store([1, 2, 3], named: "key")
    try await bench.current.close()
    let other = try await SQLiteArchive(path: bench.path, masterKey: [UInt8](repeating: 4, count: 32))
    let error = await #expect(throws: ArchiveError.self) { try await other.keys.secret(named: "key") }
    #expect(error?.code == .locked)
  }

  private let conversation = ConversationID(machine: "m", id: "one")

  private var evidence: EvidenceItem {
    get throws { EvidenceItem(deal: try ID(bytes: Array(repeating: 1, count: 16)), form: "order", bytes: [1]) }
  }
}

private func entry(_ number: Int) -> JournalEntry {
  JournalEntry(sequence: number, time: Timestamp(seconds: 1_800_000_000), bytes: [UInt8(number % 256)])
}

import Logging
import SemperArchive
import SemperEngine
import SemperModel
import Synchronization
import Testing

/// What a driver handles together and makes durable at once.
@Suite struct DriverStepTests {
  let conversation = ConversationID(machine: "errands", id: "1")
  let notes = Notes()
  let time = VirtualTime(now: Timestamp(seconds: 1_800_000_000))
  let archive = InMemoryArchive()

  /// “think x” is done by computing alone and leads to the errand “x”.
  /// “tell x” is an errand whose end may wait, and leads to the errand “x”.
  ///
  /// - Parameter isFailing: whether nothing can be stored after the first two entries.
  private func driver(isFailing: Bool = false) -> MachineDriver<Errands> {
    MachineDriver(
      Errands(), conversation: conversation, journal: NotingJournal(journal: archive.journal, notes: notes), time: time,
      logger: Logger(label: "test"),
      store: { [archive, notes, conversation] entries, before, after in
        if isFailing, entries.contains(where: { $0.sequence > 1 }) {
          throw JournalError(.unavailable, "the disk is full")
        }
        notes.add("store \(entries.map(\.sequence)) \(before.open) to \(after.open)")
        try await archive.journal.append(entries, to: conversation)
      },
      compute: { name, _ in
        guard name.hasPrefix("think ") else { return nil }
        return [.done(name), .order(String(name.dropFirst(6)))]
      },
      perform: { [notes] name in
        notes.add("do \(name)")
        return [.done(name)] + (name.hasPrefix("tell ") ? [.order(String(name.dropFirst(5)))] : [])
      })
  }

  @Test func whatFollowsByComputingIsOneWriteBeforeAnythingElseIsDone() async throws {
    let driver = driver()
    async let end = driver.run()
    try await driver.submit(.order("think a"))
    #expect(archive.writes.count == 1, "header, event and both that follow")
    #expect(try await archive.journal.entries(of: conversation).count == 4)
    await notes.wait(for: "do a")
    #expect(notes.lines.first == "store [0, 1, 2, 3] [] to [\"a\"]")
    try await driver.submit(.end)
    let machine = try await end
    #expect(!notes.lines.contains("do think a"))
    var replayed = Errands()
    try Replay.restore(&replayed, from: await archive.journal.entries(of: conversation))
    #expect(replayed == machine)
  }

  @Test func aStepThatCannotBeStoredIsSeenByNobody() async throws {
    let driver = driver()
    let life = Task { try await driver.run() }
    try await archive.journal.append(
      JournalEntry(sequence: 0, time: time.now(), bytes: []), to: conversation)
    await #expect(throws: (any Error).self) { try await driver.submit(.order("think a")) }
    await #expect(throws: (any Error).self) { try await life.value }
    #expect(await driver.machine.open == [])
    #expect(!notes.lines.contains { $0.hasPrefix("do") })
  }

  @Test func whatMayWaitBecomesDurableTogetherWithTheNextEntry() async throws {
    let driver = driver()
    async let end = driver.run()
    try await driver.submit(.order("tell a"))
    await notes.wait(for: "do a")
    try await driver.submit(.end)
    _ = try await end
    #expect(notes.lines.contains("store [2, 3] [\"tell a\"] to [\"a\"]"))
  }

  /// A process that dies before the next entry has forgotten what waited: all that follows is that it is told once more.
  @Test func whatWaitedAndIsLostIsDoneAgain() async throws {
    let first = driver(isFailing: true)
    let life = Task { try await first.run() }
    try await first.submit(.order("tell a"))
    await #expect(throws: JournalError.self) { try await life.value }
    #expect(try await archive.journal.entries(of: conversation).count == 2)
    #expect(!notes.lines.contains("do a"))
    let second = driver()
    async let end = second.run()
    await notes.wait(for: "do a")
    try await second.submit(.end)
    _ = try await end
    #expect(notes.lines.count { $0 == "do tell a" } == 2 && notes.lines.count { $0 == "do a" } == 1)
  }
}

import Logging
import SemperArchive
import SemperCoding
import SemperEngine
import SemperModel
import Testing

@Suite struct MachineDriverRefusalTests {
  let conversation = ConversationID(machine: "errands", id: "1")
  let time = VirtualTime(now: Timestamp(seconds: 1_800_000_000))
  let archive = InMemoryArchive()

  func driver(capacity: Int = 256) -> MachineDriver<Errands> {
    MachineDriver(
      Errands(), conversation: conversation, journal: archive.journal, time: time, capacity: capacity,
      logger: Logger(label: "test")
    ) { [time] _ in
      try await time.wait(until: Timestamp(seconds: 1_900_000_000))
      return []
    }
  }

  @Test func theInboxIsBounded() async throws {
    let driver = driver(capacity: 2)
    let submissions = (0..<5).map { number in Task { try await driver.submit(.order("\(number)")) } }
    var refused = 0
    // Nobody takes from the inbox yet, so three of five come back at once.
    try await withThrowingTaskGroup(of: Result<Void, any Error>.self) { group in
      for submission in submissions { group.addTask { await submission.result } }
      while refused < 3, let result = try await group.next() {
        let refusal = #expect(throws: Refusal.self) { try result.get() }
        #expect(refusal?.code == .overloaded)
        refused += 1
      }
      let life = Task { try await driver.run() }
      for try await result in group { try result.get() }
      try await driver.submit(.end)
      #expect(try await life.value.open.count == 2)
    }
  }

  @Test func aConflictStopsTheConversation() async throws {
    let driver = driver()
    let life = Task { try await driver.run() }
    try await driver.submit(.order("a"))
    // Somebody else runs this conversation too.
    try await archive.journal.append(
      JournalEntry(sequence: 2, time: time.now(), bytes: Errands.Event.order("b").canonicalBytes), to: conversation)
    let told = await #expect(throws: JournalError.self) { try await driver.submit(.order("c")) }
    #expect(told?.code == .conflict)
    let error = await #expect(throws: JournalError.self) { try await life.value }
    #expect(error?.code == .conflict)
    #expect(await driver.machine.open == ["a"], "an event that is not durable is not handled")
    await #expect(throws: CancellationError.self) { try await driver.submit(.order("d")) }
  }

  @Test func twoDriversOfOneConversationDoNotBothGoOn() async throws {
    let (one, other) = (driver(), driver())
    let lives = [one, other].map { driver in Task { try await driver.run() } }
    var failures = 0
    for driver in [one, other, one, other] {
      do { try await driver.submit(.order("a")) } catch { failures += 1 }
    }
    #expect(failures >= 1)
    for life in lives { life.cancel() }
    for life in lives { _ = await life.result }
    var replayed = Errands()
    try Replay.restore(&replayed, from: await archive.journal.entries(of: conversation))
    #expect(replayed.open.count == 4 - failures)
  }

  @Test func cancellationEndsWaitingSubmitters() async throws {
    let driver = driver()
    let life = Task { try await driver.run() }
    try await driver.submit(.order("a"))
    life.cancel()
    await #expect(throws: CancellationError.self) { try await life.value }
    await #expect(throws: CancellationError.self) { try await driver.submit(.order("b")) }
    #expect(time.nextWaking == nil, "no action is left behind")
  }

  @Test func aCancelledRunDoesNotBegin() async throws {
    let driver = driver()
    let life = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await driver.run()
    }
    await #expect(throws: CancellationError.self) { try await life.value }
  }

  @Test func anEventThatCouldNotBeReadBackIsRefused() async throws {
    let driver = driver()
    let huge = String(repeating: "x", count: 16 << 20)
    let refusal = await #expect(throws: Refusal.self) { try await driver.submit(.order(huge)) }
    #expect(refusal?.code == .tooLarge)
  }

  @Test func aDeadArchiveStopsTheConversation() async throws {
    let driver = driver()
    let life = Task { try await driver.run() }
    try await driver.submit(.order("a"))
    _ = archive.reopened()
    await #expect(throws: JournalError.self) { try await driver.submit(.order("b")) }
    let error = await #expect(throws: JournalError.self) { try await life.value }
    #expect(error?.code == .unavailable)
  }

  /// A process that ends before it has begun a conversation leaves nobody waiting for it, and does nothing.
  @Test func whoIsCancelledBeforeItBeginsBeginsNothing() async throws {
    let driver = driver()
    let change = Task { try await driver.change(after: 0) }
    let submission = Task { try await driver.submit(.order("1")) }
    let life = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await driver.run()
    }
    await #expect(throws: CancellationError.self) { try await life.value }
    await #expect(throws: CancellationError.self) { try await change.value }
    await #expect(throws: CancellationError.self) { try await submission.value }
    #expect(try await archive.journal.entries(of: conversation).isEmpty)
  }
}

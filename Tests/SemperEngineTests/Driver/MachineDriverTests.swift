import Logging
import SemperArchive
import SemperEngine
import SemperModel
import Synchronization
import Testing

@Suite struct MachineDriverTests {
  let conversation = ConversationID(machine: "errands", id: "1")
  let notes = Notes()
  let time = VirtualTime(now: Timestamp(seconds: 1_800_000_000))
  let archive = InMemoryArchive()

  func driver(
    over archive: InMemoryArchive? = nil, capacity: Int = 256,
    perform: @escaping MachineDriver<Errands>.Perform
  ) -> MachineDriver<Errands> {
    MachineDriver(
      Errands(), conversation: conversation,
      journal: NotingJournal(journal: (archive ?? self.archive).journal, notes: notes), time: time, capacity: capacity,
      logger: Logger(label: "test"), perform: perform)
  }

  /// Does what it is told and says so.
  func doing(_ name: String) -> [Errands.Event] {
    notes.add("do \(name)")
    return [.done(name)]
  }

  @Test func anEventIsDurableBeforeItsActionsBegin() async throws {
    let driver = driver { name in doing(name) }
    async let end = driver.run()
    try await driver.submit(.order("a"))
    await notes.wait(for: "entry 2")
    try await driver.submit(.order("b"))
    await notes.wait(for: "entry 4")
    try await driver.submit(.end)
    #expect(try await end.open == [])
    #expect(
      notes.lines == ["entry 0", "entry 1", "do a", "entry 2", "entry 3", "do b", "entry 4", "entry 5"])
  }

  @Test func submitReturnsWhenTheEventIsDurableAndHandled() async throws {
    let driver = driver { _ in
      try await time.wait(until: Timestamp(seconds: 1_900_000_000))
      return []
    }
    async let end = driver.run()
    try await driver.submit(.order("a"))
    #expect(try await archive.journal.entries(of: conversation).count == 2)
    #expect(await driver.machine.open == ["a"])
    try await driver.submit(.end)
    #expect(try await end.isFinished)
  }

  @Test func manySubmittersAreServedOneByOne() async throws {
    let driver = driver { name in doing(name) }
    async let end = driver.run()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 { group.addTask { try await driver.submit(.order("\(number)")) } }
      try await group.waitForAll()
    }
    await notes.wait(for: "entry 120")
    try await driver.submit(.end)
    let machine = try await end
    #expect(machine.open == [])
    var replayed = Errands()
    try Replay.restore(&replayed, from: await archive.journal.entries(of: conversation))
    #expect(replayed == machine)
    for number in 0..<60 { #expect(notes.lines.count { $0 == "do \(number)" } == 1) }
  }

  @Test func aFailedActionIsTriedAgainWhileItIsOutstanding() async throws {
    let failures = Mutex(3)
    let driver = driver { name in
      if failures.withLock({ failures in
        failures -= 1
        return failures >= 0
      }) {
        notes.add("fail")
        throw Refusal(.unavailable, blame: .provider, "not now")
      }
      return doing(name)
    }
    async let end = driver.run()
    try await driver.submit(.order("a"))
    for (attempt, pause) in [1, 2, 4].enumerated() {
      await notes.wait(for: "fail", times: attempt + 1)
      #expect(await nextWaking() == time.now().advanced(by: Span(seconds: Int64(pause))))
      time.advance(by: Span(seconds: Int64(pause)))
    }
    await notes.wait(for: "entry 2")
    try await driver.submit(.end)
    _ = try await end
    #expect(notes.lines.filter { $0 == "do a" }.count == 1)
  }

  /// The other side's conversation may end while we speak to it; that is not our own cancellation.
  @Test func aForeignCancellationIsAFailureLikeAnyOther() async throws {
    let first = Mutex(true)
    let driver = driver { name in
      if first.withLock({ first in
        defer { first = false }
        return first
      }) {
        throw CancellationError()
      }
      return doing(name)
    }
    async let end = driver.run()
    try await driver.submit(.order("a"))
    if let waking = await nextWaking() { time.advance(to: waking) }
    await notes.wait(for: "entry 2")
    try await driver.submit(.end)
    #expect(try await end.open == [])
  }

  @Test func whatIsNotOutstandingIsTriedOnce() async throws {
    let driver = driver { name in
      notes.add("try \(name)")
      throw Refusal(.unavailable, blame: .provider, "not now")
    }
    async let end = driver.run()
    try await driver.submit(.aside("a"))
    await notes.wait(for: "try a")
    try await driver.submit(.aside("b"))
    await notes.wait(for: "try b")
    try await driver.submit(.end)
    _ = try await end
    #expect(notes.lines.filter { $0.hasPrefix("try") } == ["try a", "try b"])
    #expect(time.nextWaking == nil)
  }

  @Test func whatIsOwedNoMoreIsCancelled() async throws {
    let driver = driver { name in
      notes.add("begin \(name)")
      do { try await time.wait(until: Timestamp(seconds: 1_900_000_000)) } catch {
        notes.add("cancel \(name)")
        throw error
      }
      return [.done(name)]
    }
    async let end = driver.run()
    try await driver.submit(.order("a"))
    try await driver.submit(.order("b"))
    await notes.wait(for: "begin a")
    await notes.wait(for: "begin b")
    try await driver.submit(.drop("a"))
    await notes.wait(for: "cancel a")
    #expect(!notes.lines.contains("cancel b"))
    try await driver.submit(.end)
    _ = try await end
    #expect(notes.lines.contains("cancel b"), "run returns only when its actions have ended")
  }

  @Test func aRestartPerformsWhatIsOutstanding() async throws {
    let first = driver { _ in
      try await time.wait(until: Timestamp(seconds: 1_900_000_000))
      return []
    }
    let life = Task { try await first.run() }
    for name in ["a", "b", "c"] { try await first.submit(.order(name)) }
    try await first.submit(.done("b"))
    let left = archive.reopened()
    life.cancel()
    await #expect(throws: CancellationError.self) { try await life.value }

    let second = driver(over: left) { name in doing(name) }
    async let end = second.run()
    await notes.wait(for: "do a")
    await notes.wait(for: "do c")
    await notes.wait(for: "entry 6")
    try await second.submit(.end)
    #expect(try await end.open == [])
    #expect(notes.lines.filter { $0.hasPrefix("do") }.sorted() == ["do a", "do c"])
  }

  @Test func aFinishedConversationReturnsAtOnce() async throws {
    let first = driver { name in doing(name) }
    async let end = first.run()
    try await first.submit(.end)
    let machine = try await end
    #expect(try await driver { name in doing(name) }.run() == machine)
    await #expect(throws: CancellationError.self) { try await first.submit(.order("late")) }
  }

  private func nextWaking() async -> Timestamp? {
    while time.nextWaking == nil { await Task.yield() }
    return time.nextWaking
  }
}
